/** A simulated ONVIF PTZ device over HTTP, with the faults that real cameras have: the demo's PTZ, and the test peer of our client. */
import { createHash } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Clock } from '../../core/time.ts'
import {
  atRest,
  BRISK,
  driven,
  type Head,
  isMoving,
  type Motors,
  type Pose,
  poseAt,
  sentTo,
  stopped,
} from '../ptz/head.ts'
import * as soap from '../ptz/soap.ts'

export const FAULTS = [
  /** Takes relative moves and nothing else. */
  'relative-only',
  /** Goes to presets, and does not know where it looks. */
  'presets-only',
  /** Says MOVING for ever. */
  'never-idle',
  'half-broken-profiles',
  'not-xml',
  'never-answers',
  /** 401 to everything. */
  'unauthorised',
  /** Half a second for each answer. */
  'slow',
  /** Claims absolute moves and refuses each. */
  'refuses-claimed-space',
  'drops',
  /** Accepts moves and stays where it is. */
  'stuck',
] as const
export type DeviceFault = (typeof FAULTS)[number]

export type DeviceOptions = {
  readonly clock: Clock
  /** Where its stream is, as GetStreamUri says it. */
  readonly stream: string
  readonly presets: ReadonlyMap<string, Pose>
  /** The token of the preset where it looks at first. */
  readonly home: string
  readonly motors?: Motors
  /** Without them everybody may turn it. */
  readonly credentials?: { readonly user: string; readonly password: string }
  /** Asks for HTTP digest (RFC 7616) in place of the WS-UsernameToken. */
  readonly digest?: boolean
}

export type Device = {
  fault: DeviceFault | null
  /** Operations in the order they were asked for. */
  readonly heard: readonly soap.Operation[]
  pose(): Pose
  moving(): boolean
  answer(request: IncomingMessage, response: ServerResponse): void
}

const SLOW_MS = 500
const LARGEST_REQUEST = 64 * 1024
const LONGEST_DRIFT_MS = 10_000
const REALM = 'simulated camera'
const NONCE = 'c2ltdWxhdGVk'
const CHALLENGE = `Digest realm="${REALM}", qop="auth", nonce="${NONCE}"`
const md5 = (text: string): string => createHash('md5').update(text).digest('hex')

export function openDevice(options: DeviceOptions): Device {
  const { clock, presets, motors = BRISK } = options
  let head: Head = atRest(presets.get(options.home) ?? { pan: 0, tilt: 0, zoom: 0 }, clock())
  const heard: soap.Operation[] = []
  const device: Device = {
    fault: null,
    heard,
    pose: () => poseAt(head, motors, clock()),
    moving: () => isMoving(head, motors, clock()),
    answer: (request, response) => {
      const chunks: Buffer[] = []
      let size = 0
      request.on('error', () => response.destroy())
      request.on('data', (chunk: Buffer) => {
        size += chunk.length
        if (size <= LARGEST_REQUEST) chunks.push(chunk)
        else request.destroy()
      })
      request.on('end', () => reply(request, response, Buffer.concat(chunks).toString('utf8')))
    },
  }

  function reply(request: IncomingMessage, response: ServerResponse, xml: string): void {
    const send = (status: number, body: string, headers: Readonly<Record<string, string>> = {}): void => {
      response.writeHead(status, { 'content-type': 'application/soap+xml; charset=utf-8', ...headers }).end(body)
    }
    switch (device.fault) {
      case 'never-answers':
        return
      case 'drops':
        request.socket.destroy()
        return
      case 'not-xml':
        send(200, '<!DOCTYPE html><title>Login</title><p>Please <b>log in')
        return
      case 'unauthorised':
        send(401, 'Unauthorized', { 'www-authenticate': CHALLENGE })
        return
      default:
    }
    const asked = soap.askedOf(xml)
    if (!asked) {
      send(400, soap.faultOf('ActionNotSupported', 'Optional Action Not Implemented'))
      return
    }
    if (asked.operation !== 'GetSystemDateAndTime' && !isAllowed(request, asked)) {
      if (options.digest) send(401, '', { 'www-authenticate': CHALLENGE })
      else send(400, soap.faultOf('NotAuthorized', 'Sender not Authorized'))
      return
    }
    heard.push(asked.operation)
    const { status, body } = perform(asked, `http://${request.headers.host ?? 'localhost'}${request.url ?? '/'}`)
    if (device.fault === 'slow') setTimeout(() => send(status, body), SLOW_MS)
    else send(status, body)
  }

  function isAllowed(request: IncomingMessage, { token }: soap.Asked): boolean {
    const { credentials } = options
    if (!credentials) return true
    if (options.digest) return isDigestOf(request, credentials)
    if (!token || token.user !== credentials.user) return false
    const digest = createHash('sha1')
      .update(Buffer.from(token.nonce, 'base64'))
      .update(token.created + credentials.password)
      .digest('base64')
    return digest === token.digest
  }

  function perform(asked: soap.Asked, address: string): { readonly status: number; readonly body: string } {
    const at = clock()
    const ok = (body: string) => ({ status: 200, body })
    const no = (subcode: string, reason: string) => ({ status: 400, body: soap.faultOf(subcode, reason) })
    const notHere = no('ActionNotSupported', 'Optional Action Not Implemented')
    const { fault } = device
    const only = fault === 'relative-only' || fault === 'presets-only' ? fault : null
    const turn = (to: Head): { readonly status: number; readonly body: string } => {
      if (fault !== 'stuck') head = to
      return ok(soap.done(asked.operation))
    }
    switch (asked.operation) {
      case 'GetSystemDateAndTime':
        return ok(soap.dateAndTime(at))
      case 'GetServices':
        return ok(soap.services(address))
      case 'GetCapabilities':
        return ok(soap.capabilities(address))
      case 'GetProfiles':
        return ok(soap.profiles(fault === 'half-broken-profiles'))
      case 'GetVideoSources':
        return ok(soap.videoSources())
      case 'GetStreamUri':
        return ok(soap.streamUri(options.stream))
      case 'GetNodes':
        return ok(
          soap.nodes(
            { absolute: only === null, relative: only !== 'presets-only', continuous: only === null },
            only === 'relative-only' ? 0 : presets.size,
          ),
        )
      case 'GetPresets':
        return only === 'relative-only' ? notHere : ok(soap.presets(presets, only === null))
      case 'GetStatus':
        return ok(
          soap.status(only === 'presets-only' ? null : device.pose(), fault === 'never-idle' || device.moving(), at),
        )
      case 'GotoPreset': {
        const goal = presets.get(asked.presetToken ?? '')
        if (only === 'relative-only') return notHere
        return goal ? turn(sentTo(head, motors, goal, at)) : no('NoToken', 'The requested preset token does not exist.')
      }
      case 'AbsoluteMove':
        if (only) return notHere
        if (fault === 'refuses-claimed-space') return no('SpaceNotSupported', 'The requested space is not supported.')
        return turn(sentTo(head, motors, { ...device.pose(), ...asked.vector }, at))
      case 'RelativeMove': {
        if (only === 'presets-only') return notHere
        const now = device.pose()
        const { pan = 0, tilt = 0, zoom = 0 } = asked.vector
        return turn(sentTo(head, motors, { pan: now.pan + pan, tilt: now.tilt + tilt, zoom: now.zoom + zoom }, at))
      }
      case 'ContinuousMove': {
        if (only) return notHere
        const by = { pan: 0, tilt: 0, zoom: 0, ...asked.vector }
        return turn(driven(head, motors, by, Math.min(LONGEST_DRIFT_MS, asked.timeoutMs ?? LONGEST_DRIFT_MS), at))
      }
      case 'Stop':
        return turn(stopped(head, motors, at))
    }
  }
  return device
}

/** RFC 7616 with MD5 and qop=auth, which is what cameras ask for. */
function isDigestOf(request: IncomingMessage, { user, password }: { user: string; password: string }): boolean {
  const header = request.headers.authorization ?? ''
  const part = (name: string): string => new RegExp(`[ ,]${name}="?([^",]*)"?`).exec(header)?.[1] ?? ''
  const ha1 = md5(`${user}:${REALM}:${password}`)
  const ha2 = md5(`${request.method}:${part('uri')}`)
  const wanted = md5([ha1, NONCE, part('nc'), part('cnonce'), part('qop'), ha2].join(':'))
  return part('username') === user && part('response') === wanted
}
