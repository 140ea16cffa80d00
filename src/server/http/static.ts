/** The console's built files and the headers that keep a page of ours to itself: hashed assets for ever, the page itself never cached. */
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'
import { DAY } from '../../core/time.ts'

/** Addresses that the page itself routes; anything else is not found. */
export const PAGES = [
  '/',
  '/agency',
  '/field',
  '/wall',
  '/forms',
  '/plans',
  '/audit',
  '/cameras',
  '/replay',
  '/report',
  '/sign-in',
] as const

export async function consoleFiles(fastify: FastifyInstance, folder: string): Promise<void> {
  await fastify.register(fastifyStatic, {
    root: folder,
    prefix: '/',
    index: false,
    dotfiles: 'deny',
    cacheControl: false,
    preCompressed: true,
    setHeaders: (reply, path) => {
      const hashed = /[\\/]assets[\\/]/.test(path)
      reply.header('cache-control', hashed ? `public, max-age=${(365 * DAY) / 1000}, immutable` : 'no-cache')
    },
  })
  for (const url of PAGES)
    fastify.route({ method: ['GET', 'HEAD'], url, handler: (_request, reply) => reply.sendFile('index.html') })
}

/**
 * `style-src 'unsafe-inline'`: the component library writes its styles into the page; scripts stay strict.
 * `worker-src blob:`: the map draws in workers made of blobs.
 */
export function securityHeaders(publicOrigins: readonly string[]): object {
  const secure = publicOrigins.length > 0 && publicOrigins.every((origin) => origin.startsWith('https:'))
  return {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        baseUri: ["'none'"],
        connectSrc: ["'self'", ...publicOrigins.map((origin) => new URL(origin).origin.replace(/^http/, 'ws'))],
        fontSrc: ["'self'", 'data:'],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        // Media Source hands its video to the page as a blob.
        mediaSrc: ["'self'", 'blob:'],
        objectSrc: ["'none'"],
        scriptSrc: ["'self'"],
        scriptSrcAttr: ["'none'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        workerSrc: ["'self'", 'blob:'],
        ...(secure ? { upgradeInsecureRequests: [] } : {}),
      },
    },
    strictTransportSecurity: secure ? { maxAge: (365 * DAY) / 1000 } : false,
    crossOriginEmbedderPolicy: false,
    originAgentCluster: true,
    referrerPolicy: { policy: 'no-referrer' },
    xFrameOptions: { action: 'deny' },
  }
}
