/** The doors of sensing: a camera's newest picture and its live picture, each look with its purpose and its trace. */
import { z } from 'zod'
import type { Ledger, Look } from '../access/access.ts'
import { type Call, type Door, door, problem, type Reply } from '../access/door.ts'
import { PICTURE_COVERS_MS, purposeFor } from '../access/ledger.ts'
import type { Clock } from '../core/time.ts'
import type { CameraPicture } from './facts.ts'

export type CameraDeps = {
  readonly known: (id: string) => boolean
  readonly picture: (id: string) => CameraPicture | null
  readonly live: (id: string) => AsyncIterable<Uint8Array>
  /** What the PTZ beside it shows; null: there is none. */
  readonly turned: (id: string) => AsyncIterable<Uint8Array> | null
  readonly ledger: Pick<Ledger, 'picture'>
  readonly clock: Clock
}

const BOUNDARY = 'picture'
const params = z.strictObject({ id: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/) })
/** A number that only keeps the browser from showing an older picture. */
const query = z.strictObject({ at: z.string().max(20).optional() })

const shared = {
  method: 'GET',
  knock: 'signed-in',
  act: 'camera.view',
  trace: { leaves: 'look-up' },
  command: false,
  maxBodyBytes: 0,
  params,
  query,
  body: z.unknown(),
} as const

type CameraCall = Call<z.infer<typeof params>, z.infer<typeof query>, unknown>

/** Writes the trace; a Reply is the refusal. */
async function traced(call: CameraCall, deps: CameraDeps): Promise<Look | Reply> {
  if (!deps.known(call.params.id)) return problem(404, 'not-found')
  const purpose = purposeFor(call.principal, call.headers.purpose)
  if (!purpose.ok) return problem(403, purpose.refusal)
  const look: Look = {
    principal: call.principal,
    what: { kind: 'camera', id: call.params.id },
    purpose: purpose.value,
    from: call.from,
    at: call.at,
    correlation: call.correlation,
  }
  const trace = await deps.ledger.picture(look)
  return trace.ok ? look : problem(403, trace.refusal)
}

/** Frames as one multipart stream; the trace is renewed while somebody looks, and without it the picture ends. */
async function* multipart(
  look: Look,
  pictures: AsyncIterable<Uint8Array>,
  deps: CameraDeps,
): AsyncGenerator<Uint8Array> {
  let tracedAt = look.at
  for await (const jpeg of pictures) {
    const at = deps.clock()
    if (at - tracedAt >= PICTURE_COVERS_MS) {
      tracedAt = at
      if (!(await deps.ledger.picture({ ...look, at })).ok) return
    }
    yield new TextEncoder().encode(
      `--${BOUNDARY}\r\nContent-Type: image/jpeg\r\nContent-Length: ${jpeg.length}\r\n\r\n`,
    )
    yield jpeg
    yield new TextEncoder().encode('\r\n')
  }
}

export function cameraDoors(deps: CameraDeps): readonly Door[] {
  return [
    door({
      ...shared,
      path: '/api/cameras/:id/still.jpg',
      summary: 'The newest picture of a camera; Picture-At says how old it is.',
      answer: async (call) => {
        const look = await traced(call, deps)
        if (!('what' in look)) return look
        const picture = deps.picture(call.params.id)
        if (!picture) return problem(404, 'no-picture-yet')
        return {
          status: 200,
          bytes: picture.jpeg,
          mediaType: 'image/jpeg',
          headers: { 'picture-at': String(picture.at), 'cache-control': 'no-store' },
        }
      },
    }),
    door({
      ...shared,
      path: '/api/cameras/:id/live',
      summary: 'The live picture of a camera as multipart JPEG.',
      answer: async (call) => {
        const look = await traced(call, deps)
        if (!('what' in look)) return look
        return {
          status: 200,
          stream: multipart(look, deps.live(look.what.id), deps),
          mediaType: `multipart/x-mixed-replace; boundary=${BOUNDARY}`,
        }
      },
    }),
    door({
      ...shared,
      path: '/api/cameras/:id/ptz/live',
      summary: 'The live picture of the PTZ beside a fixed camera as multipart JPEG.',
      answer: async (call) => {
        const look = await traced(call, deps)
        if (!('what' in look)) return look
        const pictures = deps.turned(look.what.id)
        if (!pictures) return problem(404, 'camera-fixed')
        return {
          status: 200,
          stream: multipart(look, pictures, deps),
          mediaType: `multipart/x-mixed-replace; boundary=${BOUNDARY}`,
        }
      },
    }),
  ]
}
