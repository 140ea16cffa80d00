/** A detector host on another machine: keeps a WebSocket to its server, comes back when it breaks, and goes on watching meanwhile. */
import { WebSocket } from 'ws'
import type { Host } from './host.ts'
import { DETECTORS_PATH, LINE_LIMIT, orderOf } from './host-wire.ts'

export type RemoteOptions = {
  /** http(s) address of the server. */
  readonly server: string
  readonly token: string
  readonly signal: AbortSignal
  readonly chance: () => number
  readonly onState: (state: 'connected' | 'refused' | 'lost', why: string) => void
}

/** The server beats once a second: who has not heard it for so long sits on a dead connection. */
const SILENT_MS = 6_000
const FIRST_WAIT_MS = 500
const LONGEST_WAIT_MS = 8_000
/** What may wait to be sent: beyond it pictures are left out, warnings never. */
const MOST_WAITING_BYTES = 4_000_000

/** Until `signal`. Resolves false when the server refused the token: trying again would not help. */
export async function serveRemotely(host: Host, options: RemoteOptions): Promise<boolean> {
  const { signal, chance, onState } = options
  let wait = FIRST_WAIT_MS
  while (!signal.aborted) {
    const beganAt = performance.now()
    const end = await oneConnection(host, options)
    if (signal.aborted) return true
    onState(end.isRefused ? 'refused' : 'lost', end.why)
    if (end.isRefused) return false
    wait = performance.now() - beganAt > 10_000 ? FIRST_WAIT_MS : Math.min(LONGEST_WAIT_MS, 2 * wait)
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, wait * (1 - 0.25 * chance()))
      signal.addEventListener(
        'abort',
        () => {
          clearTimeout(timer)
          resolve()
        },
        { once: true },
      )
    })
  }
  return true
}

type End = { readonly isRefused: boolean; readonly why: string }

function oneConnection(host: Host, { server, token, signal, onState }: RemoteOptions): Promise<End> {
  const address = new URL(DETECTORS_PATH, server)
  address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:'
  return new Promise((resolve) => {
    const socket = new WebSocket(address, {
      headers: { authorization: `Bearer ${token}` },
      perMessageDeflate: false,
      maxPayload: LINE_LIMIT,
      handshakeTimeout: SILENT_MS,
    })
    let heardAt = performance.now()
    let end: End = { isRefused: false, why: 'the connection ended' }
    const look = setInterval(() => {
      if (performance.now() - heardAt <= SILENT_MS) return
      end = { isRefused: false, why: 'the server says nothing any more' }
      socket.terminate()
    }, 1_000)
    const stop = (): void => socket.close()
    signal.addEventListener('abort', stop, { once: true })
    socket.on('open', () => {
      onState('connected', '')
      host.speakTo((said) => {
        if (socket.readyState !== socket.OPEN) return
        const mayWait = said.kind !== 'picture' && said.kind !== 'video' && said.kind !== 'health'
        if (!mayWait && socket.bufferedAmount > MOST_WAITING_BYTES) return
        socket.send(JSON.stringify(said))
      })
    })
    socket.on('message', (bytes) => {
      heardAt = performance.now()
      const order = orderOf(String(bytes))
      if (order) host.hear(order)
    })
    socket.on('unexpected-response', (_request, response) => {
      const status = response.statusCode ?? 0
      end = { isRefused: status === 401 || status === 403, why: `the server answers ${status}` }
      socket.terminate()
    })
    socket.on('error', (error) => {
      if (!end.isRefused) end = { isRefused: false, why: error.message }
    })
    socket.on('close', () => {
      clearInterval(look)
      signal.removeEventListener('abort', stop)
      resolve(end)
    })
  })
}
