/** The door of live video: fragmented MP4 as it comes, for Media Source in the browser; the trace is renewed while somebody looks. */
import { z } from 'zod'
import type { Ledger, Look } from '../../access/access.ts'
import { lookOf } from '../../access/calls.ts'
import { type Door, door, problem } from '../../access/door.ts'
import { PICTURE_COVERS_MS } from '../../access/ledger.ts'
import { type Clock, SECOND } from '../../core/time.ts'
import type { Eyes, VideoPart } from '../eyes.ts'
import { within } from '../io/within.ts'
import { leaving } from './leaving.ts'

export type VideoDeps = {
  readonly known: (id: string) => boolean
  readonly video: Eyes['video']
  readonly ledger: Pick<Ledger, 'picture'>
  readonly clock: Clock
  /** Until when the first part has to be there; 8 s unless given. */
  readonly firstWithinMs?: number
}

/** A connection and a key frame; JPEG is shown meanwhile. */
const FIRST_WITHIN_MS = 8 * SECOND

export function videoDoor(deps: VideoDeps): Door {
  return door({
    method: 'GET',
    path: '/api/cameras/:id/video',
    knock: 'signed-in',
    act: 'camera.view',
    trace: { leaves: 'look-up' },
    command: false,
    maxBodyBytes: 0,
    params: z.strictObject({ id: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/) }),
    query: z.strictObject({}),
    body: z.unknown(),
    summary:
      'The live picture of a camera as H.264 in fragmented MP4; `no-video` where there is none, and JPEG is to be shown.',
    answer: async (call) => {
      const { id } = call.params
      if (!deps.known(id)) return problem(404, 'not-found')
      const look = lookOf(call, { kind: 'camera', id })
      if (!look.ok) return problem(403, look.refusal)
      const traced = await deps.ledger.picture(look.value)
      if (!traced.ok) return problem(403, traced.refusal)
      const parts = deps.video(id)[Symbol.asyncIterator]()
      const first = await within(parts.next(), deps.firstWithinMs ?? FIRST_WITHIN_MS)
      if (first === null || first.done) {
        void parts.return?.()
        return problem(409, 'no-video')
      }
      return {
        status: 200,
        stream: leaving(traceable(look.value, first.value, parts, deps), () => void parts.return?.()),
        mediaType: `video/mp4; codecs="${first.value.codec}"`,
      }
    },
  })
}

/** The trace is renewed every minute; without it the picture ends. */
async function* traceable(
  look: Look,
  first: VideoPart,
  parts: AsyncIterator<VideoPart>,
  { ledger, clock }: VideoDeps,
): AsyncGenerator<Uint8Array> {
  let tracedAt = look.at
  try {
    yield first.bytes
    for (;;) {
      const part = await parts.next()
      if (part.done) return
      const at = clock()
      if (at - tracedAt >= PICTURE_COVERS_MS) {
        tracedAt = at
        if (!(await ledger.picture({ ...look, at })).ok) return
      }
      yield part.value.bytes
    }
  } finally {
    void parts.return?.()
  }
}
