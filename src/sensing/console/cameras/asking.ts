/** What the cameras' page asks of the server, under the purpose of the one who asks: the list, a drawing, a frozen picture, a trial. */
import { get } from '../../../console/api.ts'
import { session } from '../../../console/session.ts'
import type { PersonId } from '../../../core/ids.ts'
import { ok, type Result, refuse } from '../../../core/result.ts'
import type { Text } from '../../../core/text.ts'
import type { Calibration, Drawing } from '../../calibration.ts'
import type { ShownCamera } from '../../camera.ts'
import type { Rehearsal } from '../../eyes.ts'
import type { CameraHealth, Judged } from '../../facts.ts'

/** As GET /api/cameras answers. */
export type ListedCamera = {
  readonly id: string
  readonly name: Text
  readonly health: CameraHealth | null
  readonly drawn: Calibration
  readonly zones: number
  readonly hasGround: boolean
  readonly judged: Judged | null
}
export type CameraList = { readonly at: number; readonly since: number; readonly cameras: readonly ListedCamera[] }

/** As GET /api/cameras/:id/calibration answers. */
export type Drawn = {
  readonly version: number
  readonly camera: ShownCamera
  readonly drawing: Drawing
  readonly versions: readonly { readonly version: number; readonly by: PersonId; readonly at: number }[]
}

/** The machine room is not on duty: it says what its work is. */
const purpose = (): { readonly purpose?: string } => {
  const now = session.get()
  return now.state === 'in' && now.person.role === 'administrator' ? { purpose: 'audit/calibration' } : {}
}

export const askCameras = (signal?: AbortSignal): Promise<Result<CameraList>> =>
  get<CameraList>('/api/cameras', { ...purpose(), ...(signal ? { signal } : {}) })

export const askDrawn = (camera: string): Promise<Result<Drawn>> =>
  get<Drawn>(`/api/cameras/${camera}/calibration`, purpose())

export type FrozenPicture = { readonly url: string; readonly at: number }

/** One picture as an address of this page; whoever asks gives the address back (`URL.revokeObjectURL`). */
export async function askPicture(camera: string): Promise<Result<FrozenPicture>> {
  try {
    const response = await fetch(`/api/cameras/${camera}/still.jpg?at=${Date.now()}`, { headers: purpose() })
    if (!response.ok) return await refusalOf(response)
    const at = Number(response.headers.get('picture-at'))
    return ok({ url: URL.createObjectURL(await response.blob()), at })
  } catch {
    return refuse('not-reached')
  }
}

/** Calls back with every step of a trial; ends when it is over, refused or `signal` stops it. */
export async function tryOn(
  camera: string,
  drawing: Drawing,
  signal: AbortSignal,
  onStep: (step: Rehearsal) => void,
): Promise<Result<null>> {
  try {
    const response = await fetch(`/api/cameras/${camera}/rehearsal`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...purpose() },
      body: JSON.stringify({ drawing }),
      signal,
    })
    if (!response.ok || !response.body) return await refusalOf(response)
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader()
    let rest = ''
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return ok(null)
      const lines = (rest + value).split('\n')
      rest = lines.pop() ?? ''
      // The server of this very build writes them.
      for (const line of lines) if (line !== '') onStep(JSON.parse(line) as Rehearsal)
    }
  } catch {
    return signal.aborted ? ok(null) : refuse('not-reached')
  }
}

async function refusalOf(response: Response): Promise<Result<never>> {
  const said: unknown = await response.json().catch(() => null)
  const known = typeof said === 'object' && said !== null && 'refusal' in said && typeof said.refusal === 'string'
  return refuse(known ? String(said.refusal) : 'not-understood')
}
