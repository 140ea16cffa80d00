/** The centre that is audited: one camera that plays a small file, one agency whose system says no, and how to knock at it. */
import { randomUUID } from 'node:crypto'
import type { Position } from '../src/core/geo.ts'
import type { OpenDoor } from './audit-coverage.ts'

export const SECRET = 'a-secret-of-the-ambulance-0123456789abcdef'
export const SENSOR_TOKEN = 'token-of-the-sensor-0123456789abcdef0123'
export const RADAR_TOKEN = 'token-of-the-radar-0123456789abcdef01234'
export const UNIT_TOKEN = 'token-of-the-rider-0123456789abcdef01234'
export const HERE: Position = [120.75, 30.71]
export const text = (en: string) => ({ zh: en, en })

export const PEOPLE = [
  { id: 'duty', role: 'duty-officer' },
  { id: 'super', role: 'supervisor' },
  { id: 'agency', role: 'agency-user', agency: 'road-rescue' },
  { id: 'station', role: 'station-officer', station: 'north' },
  { id: 'crew', role: 'field-officer', agency: 'traffic-police', unit: 'tp-07' },
  { id: 'auditor', role: 'auditor' },
  { id: 'admin', role: 'administrator' },
] as const

export function auditConfig(given: {
  readonly database: string
  readonly dataFolder: string
  readonly port: number
  readonly nowhere: string
  readonly footage: string
  /** An OSM PBF file. */
  readonly roads: string
  /** A simulated device that turns. */
  readonly ptz: string
}) {
  return {
    centre: { name: text('Audit') },
    listen: { host: '127.0.0.1', port: given.port },
    database: given.database,
    dataFolder: given.dataFolder,
    roads: given.roads,
    cameras: [
      {
        id: 'cam-1',
        name: text('K45+300'),
        position: HERE,
        view: { width: 128, height: 96 },
        source: given.footage,
        ptz: {
          onvif: given.ptz,
          source: given.footage,
          home: 'home',
          presets: [{ token: 'shoulder', zone: 'shoulder' }],
        },
        zones: [
          {
            kind: 'shoulder',
            polygon: [
              [0, 0],
              [128, 0],
              [128, 96],
            ],
          },
        ],
      },
    ],
    agencies: [
      { id: 'traffic-police', kind: 'traffic-police', name: text('Traffic police'), channel: 'console' },
      { id: 'road-rescue', kind: 'road-rescue', name: text('Road rescue'), channel: 'console' },
      {
        id: 'ambulance-120',
        kind: 'ambulance',
        name: text('Ambulance'),
        channel: 'webhook',
        // Says no to every letter: an order to it is a dead letter at once.
        webhook: { url: given.nowhere, secret: SECRET },
      },
      {
        id: 'mail-rescue',
        kind: 'road-rescue',
        name: text('Rescue by mail'),
        channel: 'mail',
        mail: { to: 'duty@rescue.example', secret: SECRET },
      },
    ],
    // Nobody listens there: the link is made of what the mail would say.
    mail: { host: '127.0.0.1', port: 9, from: 'centre@hecheng.example' },
    push: { subject: 'mailto:it@centre.example', services: ['http://127.0.0.1:9'] },
    units: [{ id: 'tp-07', agency: 'traffic-police', kind: 'motorcycle', label: text('Rider 07'), token: UNIT_TOKEN }],
    sensors: [
      { id: 'cam-1', token: SENSOR_TOKEN },
      { id: 'radar-1', token: RADAR_TOKEN },
    ],
    roadside: [
      {
        id: 'radar-1',
        name: text('Radar'),
        kind: 'radar',
        position: HERE,
        road: 'S12',
        posts: [
          { position: [120.74, 30.71], kilometre: 45 },
          { position: [120.76, 30.71], kilometre: 47 },
        ],
        zones: [
          {
            kind: 'lane',
            carriageway: 'up',
            polygon: [
              [-300, -10],
              [300, -10],
              [300, 0],
            ],
          },
        ],
      },
    ],
    people: PEOPLE.map((person) => ({ ...person, name: text(person.id) })),
  }
}

/** Two seconds of a grey road, as YUV4MPEG2. */
export function greyFootage(): Uint8Array {
  const frame = Buffer.concat([Buffer.from('FRAME\n'), Buffer.alloc(128 * 96, 110), Buffer.alloc((128 * 96) / 2, 128)])
  return Buffer.concat([
    Buffer.from('YUV4MPEG2 W128 H96 F5:1 Ip A1:1 C420\n'),
    ...Array.from({ length: 10 }, () => frame),
  ])
}

/** Sends what a browser or a machine would send; a body that is bytes goes as a picture. */
export function opener(url: string): OpenDoor {
  return async (method, { path, headers = {}, body }, as) => {
    const bytes = body instanceof Uint8Array ? Buffer.from(body) : null
    const stop = new AbortController()
    const late = setTimeout(() => stop.abort(new Error(`${method} ${path}: no answer within ten seconds`)), 10_000)
    const response = await fetch(url + path, {
      method,
      signal: stop.signal,
      headers: {
        ...(method === 'GET' ? {} : { origin: url, 'idempotency-key': randomUUID() }),
        ...(body === undefined ? {} : { 'content-type': bytes ? 'image/jpeg' : 'application/json' }),
        ...as?.headers,
        ...headers,
      },
      ...(body === undefined ? {} : { body: bytes ?? (typeof body === 'string' ? body : JSON.stringify(body)) }),
    })
    // A live picture has no length and no end: that it begins is enough.
    const type = response.headers.get('content-type') ?? ''
    const endless = type.startsWith('multipart/') || type.startsWith('video/mp4; codecs')
    const said = endless ? '' : await response.text()
    clearTimeout(late)
    if (endless) stop.abort()
    return { status: response.status, text: said }
  }
}
