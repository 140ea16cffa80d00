/** Ready-made notes for the tests of this floor. */
import { DAY } from '../../core/time.ts'
import { MORNING } from '../samples.ts'
import type { Content } from './note.ts'

export const HAZARD: Content = {
  place: { by: 'section', road: 'S12', fromKm: 44, toKm: 46.5, carriageway: 'up' },
  kind: 'hazard',
  audience: 'crews',
  text: 'Shoulder only 2.1 m wide beside the noise barrier: no room for a tow truck',
  owner: 'road operator, structures',
  reason: 'two mirrors lost in October',
  reviewAt: MORNING + 30 * DAY,
  expiresAt: MORNING + 180 * DAY,
}

export const KEYS: Content = {
  ...HAZARD,
  place: { by: 'point', position: [120.75, 30.71], radiusM: 400 },
  kind: 'key-holder',
  audience: 'room',
  text: 'Gate in the noise barrier: key at the porter of toll station K46',
}
