/** A camera's record: where it stands, what its picture shows and which parts of it matter; strict, so that every wrong key is named with its path. */
import { z } from 'zod'
import { type Result, refuse } from '../core/result.ts'

const point = z.tuple([z.number(), z.number()])
const polygon = z.array(point).min(3).max(200)
const zone = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('shoulder'), polygon }),
  z.strictObject({
    kind: z.literal('lane'),
    polygon,
    /** The way the traffic goes in the picture; any length but nought. */
    towards: point.refine(([x, y]) => Math.hypot(x, y) > 1e-6, 'has no direction').optional(),
  }),
  z.strictObject({ kind: z.literal('ignore'), polygon }),
])

/** A preset's token as ONVIF has it (tt:ReferenceToken, at most 64 characters). */
const token = z.string().min(1).max(64)
/** Generic spaces of ONVIF PTZ: pan and tilt from -1 to 1, zoom from 0 to 1. */
const ptzPosition = z.strictObject({
  pan: z.number().min(-1).max(1),
  tilt: z.number().min(-1).max(1),
  zoom: z.number().min(0).max(1),
})
const ptzPreset = z.strictObject({
  token,
  fromKm: z.number().optional(),
  toKm: z.number().optional(),
  zone: z.enum(['shoulder', 'lane']).optional(),
  /** The pixel of the view (at home) that this preset has in its middle: what places between presets are found from. */
  pixel: point.optional(),
  position: ptzPosition.optional(),
})
const ptz = z
  .strictObject({
    /** Address of the device service; user name and password may stand in it. */
    onvif: z.url({ protocol: /^https?$/ }).max(2000),
    /** The stream of a second camera that turns beside this fixed one; absent where this camera itself turns. */
    source: z.string().min(1).max(2000).optional(),
    home: token,
    presets: z.array(ptzPreset).max(128),
  })
  .superRefine(({ presets }, context) => {
    presets.forEach(({ fromKm, toKm }, index) => {
      if ((fromKm === undefined) === (toKm === undefined) && (fromKm ?? 0) <= (toKm ?? 0)) return
      context.addIssue({
        code: 'custom',
        path: ['presets', index, 'toKm'],
        message: 'needs fromKm ≤ toKm, both or none',
      })
    })
  })

export const cameraSchema = z
  .strictObject({
    id: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, 'must be letters, digits, dot, dash or underscore'),
    name: z.strictObject({ zh: z.string().min(1).max(200), en: z.string().min(1).max(200) }),
    position: z.tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)]),
    view: z.strictObject({ width: z.int().min(64).max(4096), height: z.int().min(48).max(4096) }),
    zones: z.array(zone).max(64),
    /** Surveyed points: a pixel of the view and its place on the road in metres. */
    ground: z
      .array(z.strictObject({ pixel: point, metres: point }))
      .min(4)
      .max(100)
      .optional(),
    road: z
      .strictObject({ road: z.string().min(1).max(40), kilometre: z.number(), carriageway: z.enum(['up', 'down']) })
      .optional(),
    source: z.string().min(1).max(2000).optional(),
    /** Pictures analysed in a second; absent: as many as there is time for, at least five. */
    framesPerSecond: z.number().min(5).max(12.5).optional(),
    /** `as-needed`: key frames only while the road is calm. A ninth of the cost; walkers and wrong-way drivers are not seen meanwhile. */
    decoding: z.enum(['all', 'as-needed']).optional(),
    ptz: ptz.optional(),
  })
  .superRefine((camera, context) => {
    camera.zones.forEach((each, zoneIndex) => {
      each.polygon.forEach(([x, y], index) => {
        // A polygon may run a little over the edge of the picture, as people draw it.
        const slack = 0.25
        const { width, height } = camera.view
        if (x >= -slack * width && x <= (1 + slack) * width && y >= -slack * height && y <= (1 + slack) * height) return
        context.addIssue({
          code: 'custom',
          path: ['zones', zoneIndex, 'polygon', index],
          message: 'lies outside the view',
        })
      })
      if (Math.abs(areaOf(each.polygon)) < 1)
        context.addIssue({ code: 'custom', path: ['zones', zoneIndex, 'polygon'], message: 'encloses nothing' })
    })
    if (!camera.zones.some((each) => each.kind !== 'ignore'))
      context.addIssue({ code: 'custom', path: ['zones'], message: 'needs at least one shoulder or lane' })
  })

export type Camera = z.infer<typeof cameraSchema>
export type Zone = Camera['zones'][number]
export type ZoneKind = Zone['kind']
export type PtzRecord = NonNullable<Camera['ptz']>
export type PtzPreset = PtzRecord['presets'][number]
/** Of the generic spaces: pan and tilt -1 to 1, zoom 0 to 1. */
export type PtzPosition = z.infer<typeof ptzPosition>
export type Polygon = readonly (readonly [number, number])[]

/** What may leave the server: sources and the ONVIF address may hold a password. `pair`: the camera that turns is a second one. */
export type ShownCamera = Omit<Camera, 'source' | 'ptz'> & {
  readonly ptz?: Omit<PtzRecord, 'onvif' | 'source'> & { readonly pair: boolean }
}
export function withoutAddresses(camera: Camera): ShownCamera {
  const { source: _source, ptz: turning, ...shown } = camera
  if (turning === undefined) return shown
  const { onvif: _onvif, source, ...rest } = turning
  return { ...shown, ptz: { ...rest, pair: source !== undefined } }
}

/** Signed area in square pixels (shoelace). */
export function areaOf(points: Polygon): number {
  let twice = 0
  let previous = points.at(-1)
  for (const current of points) {
    if (previous) twice += previous[0] * current[1] - current[0] * previous[1]
    previous = current
  }
  return twice / 2
}

/** `zones[0].polygon[2]: lies outside the view; colour: is not known here`: all that is wrong, by path, without echoing values. */
export function troublesOf(error: z.ZodError): string {
  return error.issues
    .flatMap((issue) => {
      const path = issue.path.reduce<string>(
        (text, part) =>
          typeof part === 'number' ? `${text}[${part}]` : text === '' ? String(part) : `${text}.${String(part)}`,
        '',
      )
      if (issue.code === 'unrecognized_keys')
        return issue.keys.map((key) => `${path === '' ? key : `${path}.${key}`}: is not known here`)
      return [`${path === '' ? 'the whole' : path}: ${issue.message}`]
    })
    .join('; ')
}

/** Reads what a file or a request says is a camera; the refusal's detail names every wrong key. */
export function cameraOf(value: unknown): Result<Camera, 'camera-unreadable'> {
  const read = cameraSchema.safeParse(value)
  return read.success ? { ok: true, value: read.data } : refuse('camera-unreadable', troublesOf(read.error))
}
