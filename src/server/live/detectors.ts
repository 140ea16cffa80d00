/** The door for detector hosts on other machines: the token is known and the policy lets it serve before a WebSocket exists; what is said over it is judged by sensing. */
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import { type Authorise, CENTRE } from '../../access/policy.ts'
import type { Principal } from '../../access/roles.ts'
import { uuidv7 } from '../../core/ids.ts'
import type { Chance, Clock } from '../../core/time.ts'
import { DETECTORS_PATH, LINE_LIMIT } from '../../sensing/io/host/host-wire.ts'
import type { Cameras } from '../../sensing/io/host/hosts.ts'
import type { Resolve } from '../http/hang.ts'
import type { HttpRefusal } from '../http/problem.ts'
import { flat, refuseUpgrade } from './upgrade.ts'

export type DetectorDoorDeps = Pick<Cameras, 'seat'> & {
  readonly resolvePrincipal: Resolve
  readonly authorise: Authorise
  readonly clock: Clock
  readonly chance: Chance
  readonly onTrouble: (error: unknown) => void
}

type Upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => void

/** For `openHttp({ upgrade })`; every other path goes to `others`. */
export function openDetectorDoor(deps: DetectorDoorDeps, others: Upgrade): Upgrade {
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: LINE_LIMIT,
    perMessageDeflate: false,
    clientTracking: false,
  })

  async function judge(request: IncomingMessage): Promise<Principal | HttpRefusal> {
    // A page in a browser is no detector host, whoever is signed in there.
    if (request.headers.origin !== undefined) return 'wrong-origin'
    const principal = await deps.resolvePrincipal('machine', flat(request))
    if (!principal) return 'token-unknown'
    return deps.authorise(principal, 'detector.serve', CENTRE).allowed ? principal : 'not-allowed'
  }

  function seat(socket: WebSocket, id: string): void {
    const seated = deps.seat(id, {
      send: (line) => {
        if (socket.readyState === socket.OPEN) socket.send(line)
      },
      cut: () => socket.terminate(),
      pulse: () => null,
    })
    socket.on('message', (bytes, isBinary) => {
      if (!isBinary) seated.hear(String(bytes))
    })
    socket.on('error', () => socket.terminate())
    socket.on('close', () => seated.gone('its connection ended'))
  }

  return (request, socket, head) => {
    if ((request.url ?? '').split('?')[0] !== DETECTORS_PATH) {
      others(request, socket, head)
      return
    }
    const gone = (): void => void socket.destroy()
    socket.on('error', gone)
    judge(request)
      .catch((error: unknown): HttpRefusal => {
        deps.onTrouble(error)
        return 'busy'
      })
      .then((judged) => {
        if (socket.destroyed) return
        if (typeof judged === 'string') {
          refuseUpgrade(socket, judged, uuidv7(deps.clock(), deps.chance(10)))
          return
        }
        socket.off('error', gone)
        server.handleUpgrade(request, socket, head, (ws) => seat(ws, judged.id))
      })
  }
}
