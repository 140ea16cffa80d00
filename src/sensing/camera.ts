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
export type Polygon = readonly (readonly [number, number])[]

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
