/** Agencies' own systems for measurements: real HTTP servers that check the signature, give a receipt and remember what they were told. */
import { randomBytes } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import { checkSignature } from '../src/access/io/signature.ts'
import { SIGNATURE_HEADER } from '../src/access/wire.ts'
import { orderMessage, withdrawalMessage } from '../src/dispatch/wire.ts'
import type { AgencyAt } from '../test/centre.ts'

export type Received = {
  readonly order: string
  readonly agency: string
  readonly incident: string
  readonly at: number
}

export type Agencies = {
  readonly list: readonly AgencyAt[]
  /** Every order as often as it came. */
  readonly received: Received[]
  /** Orders refused for a wrong signature or form: none may be. */
  readonly refused: string[]
  close(): Promise<void>
}

const KINDS = ['traffic-police', 'road-rescue', 'ambulance'] as const

export async function openAgencies(): Promise<Agencies> {
  const received: Received[] = []
  const refused: string[] = []
  const list: AgencyAt[] = []
  const servers: Server[] = []
  for (const kind of KINDS) {
    const secret = randomBytes(32).toString('hex')
    const server = createServer((request, response) => {
      const chunks: Buffer[] = []
      request.on('data', (chunk: Buffer) => chunks.push(chunk))
      request.on('end', () => {
        const at = Date.now()
        const body = Buffer.concat(chunks)
        const header = request.headers[SIGNATURE_HEADER]
        const right = checkSignature(secret, typeof header === 'string' ? header : undefined, body, at).ok
        if (right && withdrawalMessage.safeParse(JSON.parse(body.toString())).success) {
          response.writeHead(200).end('{}')
          return
        }
        const order = right ? orderMessage.safeParse(JSON.parse(body.toString())) : null
        if (!order?.success) {
          refused.push(kind)
          response.writeHead(400).end()
          return
        }
        received.push({
          order: order.data.order,
          agency: order.data.agency,
          incident: order.data.brief.incidentNumber,
          at,
        })
        response
          .writeHead(200, { 'content-type': 'application/json' })
          .end(JSON.stringify({ receipt: order.data.order.slice(-12) }))
      })
    })
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
    const address = server.address()
    const port = typeof address === 'object' && address ? address.port : 0
    servers.push(server)
    list.push({ id: kind, kind, url: `http://127.0.0.1:${port}/orders`, secret })
  }
  return {
    list,
    received,
    refused,
    async close() {
      for (const server of servers) {
        server.closeAllConnections()
        await new Promise((closed) => server.close(closed))
      }
    },
  }
}
