/** One event as a camera and a radar claim it, for the tests of fusing. */
import { createHash } from 'node:crypto'
import type { Raised } from '../dispatch/warning.ts'

/** The smallest thing that begins like a JPEG. */
const PICTURE = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3, 4])

export function claimed(
  kind: 'camera' | 'radar',
  now: number,
  change: Partial<Raised> = {},
): { readonly source: string; readonly raised: Raised; readonly still: Uint8Array | null } {
  const isCamera = kind === 'camera'
  const source = isCamera ? 'S12-K45-up' : 'radar-k45'
  const label = { zh: 'S12 K45+300 上行 硬路肩', en: 'S12 K45+300 up, hard shoulder' }
  const raised: Raised = {
    kind: 'stopped-vehicle',
    source: { kind, id: source, label },
    place: {
      position: isCamera ? [120.75, 30.71] : [120.7504, 30.7101],
      label,
      road: 'S12',
      kilometre: isCamera ? 45.3 : 45.346,
      carriageway: 'up',
      zone: 'shoulder',
    },
    grade: isCamera ? 'A' : 'B',
    reason: { zh: '静止', en: 'stands' },
    hazardLights: isCamera ? true : null,
    onsetAt: now - 9_000,
    observedAt: now - 200,
    ...(isCamera
      ? { still: createHash('sha256').update(PICTURE).digest('hex'), box: [300, 200, 60, 40] as const }
      : {}),
    ...change,
  }
  return { source, raised, still: isCamera ? PICTURE : null }
}
