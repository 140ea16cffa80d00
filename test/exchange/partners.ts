/** Partners of every interface as the contract sees them: real servers that count what they get, can be off, and answer in their own way. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'
import { sign } from '../../src/access/io/signature.ts'
import type { OrderId } from '../../src/core/ids.ts'
import { readEido } from '../../src/dispatch/exchange/eido-read.ts'
import type { Channel } from '../../src/dispatch/forces.ts'
import type { MailServer, Reach } from '../../src/dispatch/io/given.ts'
import type { Answer, Order, RejectionCause } from '../../src/dispatch/order.ts'
import { RESCUE } from '../../src/dispatch/samples.ts'
import { orderMessage, withdrawalMessage } from '../../src/dispatch/wire.ts'
import type { Room } from '../dispatch/room.ts'

export const SECRET = 'secret of the rescue, long enough for it'

export type Got = { readonly order: string; readonly says: 'order' | 'withdrawn'; readonly key: string }
export type Wish = {
  readonly answer: Answer
  readonly cause?: RejectionCause
  readonly number?: string
  /** The same wish twice has the same id. */
  readonly id: string
}
export const wish = (answer: Answer, more: Partial<Wish> = {}): Wish => ({ answer, id: randomUUID(), ...more })

export type Partner = {
  readonly channel: Channel
  readonly reach: Reach | null
  readonly mail: MailServer | null
  /** What it has been told, as often as it was told. */
  got(room: Room): Promise<readonly Got[]>
  off(room: Room): Promise<void>
  on(room: Room): Promise<void>
  /** Answers an order as this kind of partner does: the status, and the refusal's word where there is one. */
  say(room: Room, order: Pick<Order, 'id'>, said: Wish): Promise<{ readonly status: number; readonly text: string }>
  close(): Promise<void>
}

/** An HTTP server that can be taken off its port and put back on it. */
async function openHttpPartner(take: (body: string, key: string) => Got): Promise<{
  readonly url: string
  readonly got: Got[]
  off(): Promise<void>
  on(): Promise<void>
}> {
  const got: Got[] = []
  let server: Server | null = null
  let port = 0
  const on = async (): Promise<void> => {
    if (server) return
    const opened = createServer((request, response) => {
      const parts: Buffer[] = []
      request.on('data', (part: Buffer) => parts.push(part))
      request.on('end', () => {
        got.push(take(Buffer.concat(parts).toString('utf8'), String(request.headers['idempotency-key'])))
        response.writeHead(200, { 'content-type': 'application/json' }).end('{}')
      })
    })
    await new Promise<void>((resolve) => opened.listen(port, '127.0.0.1', resolve))
    port = (opened.address() as AddressInfo).port // a server that listens on TCP has one
    server = opened
  }
  const off = (): Promise<void> =>
    new Promise((resolve) => {
      if (!server) return resolve()
      server.closeAllConnections()
      server.close(() => resolve())
      server = null
    })
  await on()
  return { url: `http://127.0.0.1:${port}/in`, got, off, on }
}

async function sendSigned(room: Room, path: string, body: unknown) {
  const text = JSON.stringify(body)
  const signature = sign(SECRET, Buffer.from(text), room.stage.now())
  const said = await room.ask('POST', path, null, body, { 'firstminute-signature': signature })
  return { status: said.status, text: said.text }
}

export async function webhookPartner(): Promise<Partner> {
  const http = await openHttpPartner((body, key) => {
    const withdrawn = withdrawalMessage.safeParse(JSON.parse(body))
    return withdrawn.success
      ? { order: withdrawn.data.withdrawn, says: 'withdrawn', key }
      : { order: orderMessage.parse(JSON.parse(body)).order, says: 'order', key }
  })
  return {
    channel: 'webhook',
    reach: { via: 'webhook', url: http.url, secret: SECRET },
    mail: null,
    got: async () => http.got,
    off: http.off,
    on: http.on,
    say: (room, order, { answer, cause, number, id }) =>
      sendSigned(room, `/api/agencies/${RESCUE}/answers`, {
        version: 1,
        id,
        order: order.id,
        answer,
        at: room.stage.now(),
        ...(cause ? { cause } : {}),
        ...(number ? { agencyNumber: number } : {}),
      }),
    close: http.off,
  }
}

export async function eidoPartner(): Promise<Partner> {
  const http = await openHttpPartner((body, key) => {
    const read = readEido(JSON.parse(body))
    assert.ok(read.ok, read.ok ? '' : read.detail)
    const [dispatch] = read.value.dispatchComponent ?? []
    assert.ok(dispatch)
    const state = (dispatch.firstminute as { state: string }).state // our own extension
    return { order: dispatch.$id, says: state === 'withdrawn' ? 'withdrawn' : 'order', key }
  })
  return {
    channel: 'eido',
    reach: { via: 'eido', url: http.url, secret: SECRET },
    mail: null,
    got: async () => http.got,
    off: http.off,
    on: http.on,
    say: (room, order, { answer, cause, number }) => {
      const base = {
        lastUpdateTimeStamp: new Date(room.stage.now()).toISOString(),
        updatedByAgencyReference: { $ref: RESCUE },
      }
      return sendSigned(room, `/api/agencies/${RESCUE}/eido`, {
        ...base,
        $id: 'urn:emergency:uid:incidentid:17:rescue.example',
        eidoVersion: '1.0',
        issuingElementIdentification: 'rescue.example',
        agencyComponent: [],
        dispatchComponent: [
          {
            ...base,
            $id: order.id,
            firstminute: {
              answer,
              at: room.stage.now(),
              ...(cause ? { cause } : {}),
              ...(number ? { agencyNumber: number } : {}),
            },
          },
        ],
      })
    },
    close: http.off,
  }
}

/** The text of a mail's plain part, whatever its transfer encoding. */
function plainOf(raw: string): string {
  const part = /Content-Type: text\/plain[\s\S]*?\r\n\r\n([\s\S]*?)\r\n--/i.exec(raw)
  const body = part?.[1] ?? ''
  if (/Content-Transfer-Encoding: base64/i.test(part?.[0] ?? '')) return Buffer.from(body, 'base64').toString('utf8')
  const bytes = body
    .replace(/=\r\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  return Buffer.from(bytes, 'latin1').toString('utf8')
}
const header = (raw: string, name: string): string => new RegExp(`^${name}: (.*)$`, 'im').exec(raw)?.[1]?.trim() ?? ''

export type MailPartner = Partner & { readonly mails: readonly { readonly raw: string; readonly text: string }[] }

export async function mailPartner(): Promise<MailPartner> {
  const mails: { raw: string; text: string }[] = []
  let server: SMTPServer | null = null
  let port = 0
  const on = async (): Promise<void> => {
    if (server) return
    const opened = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS', 'AUTH'],
      logger: false,
      onData(stream, _session, done) {
        const parts: Buffer[] = []
        stream.on('data', (part: Buffer) => parts.push(part))
        stream.on('end', () => {
          const raw = Buffer.concat(parts).toString('utf8')
          mails.push({ raw, text: plainOf(raw) })
          done()
        })
      },
    })
    // A client that hangs up is no trouble of this test.
    opened.on('error', () => {})
    const listening = await new Promise<ReturnType<typeof opened.listen>>((resolve) => {
      const net = opened.listen(port, '127.0.0.1', () => resolve(net))
    })
    port = (listening.address() as AddressInfo).port // a server that listens on TCP has one
    server = opened
  }
  const off = (): Promise<void> =>
    new Promise((resolve) => {
      if (!server) return resolve()
      server.close(() => resolve())
      server = null
    })
  await on()
  return {
    mails,
    channel: 'mail',
    reach: { via: 'mail', to: 'duty@rescue.example', secret: SECRET },
    mail: { host: '127.0.0.1', port, secure: false, from: 'centre@hecheng.example' },
    got: async () =>
      mails.map(({ raw }) => ({
        order: header(raw, 'Firstminute-Order'),
        // The subject is encoded; the text is not.
        says: /已撤回/.test(plainOf(raw)) ? 'withdrawn' : 'order',
        key: header(raw, 'Message-ID'),
      })),
    off,
    on,
    async say(room, order, { answer, cause, number }) {
      const link = mails
        .map(({ text }) => /https?:\/\/\S+\/reply\/\S+/.exec(text)?.[0])
        .find((one) => one?.includes(order.id))
      const path = link ? new URL(link).pathname : `/reply/${order.id}/no-such-key`
      const form = new URLSearchParams({ ...(cause ? { cause } : {}), ...(number ? { number } : {}) }).toString()
      const said = await room.ask('POST', `${path}/${answer}`, null, Buffer.from(form), {
        'content-type': 'application/x-www-form-urlencoded',
      })
      return { status: said.status, text: said.text }
    },
    close: off,
  }
}

/** Nothing is sent to people at the page: they are there or not. */
export async function consolePartner(): Promise<Partner> {
  return {
    channel: 'console',
    reach: null,
    mail: null,
    async got(room) {
      const board = await room.ask('GET', '/api/board', 'rescue')
      return (board.json.orders ?? []).map((order) => ({
        order: order.id,
        says: order.state === 'withdrawn' ? 'withdrawn' : 'order',
        key: order.id,
      }))
    },
    off: async (room) => {
      room.stage.manned = false
    },
    on: async (room) => {
      room.stage.manned = true
    },
    async say(room, order: { readonly id: OrderId }, { answer, cause, number, id }) {
      const body = { answer, ...(cause ? { cause } : {}), ...(number ? { agencyNumber: number } : {}) }
      const said = await room.ask('POST', `/api/orders/${order.id}/answers`, 'rescue', body, { 'idempotency-key': id })
      return { status: said.status, text: said.text }
    },
    close: async () => {},
  }
}
