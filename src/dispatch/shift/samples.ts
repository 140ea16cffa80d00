/** Ready-made words of the room for the tests of this floor. */
import { id } from '../../core/ids.ts'
import { HOUR } from '../../core/time.ts'
import { MORNING, OFFICER, OPERATOR, RESCUE, SHOULDER } from '../samples.ts'
import type { Sent } from './broadcast.ts'
import type { Held } from './hold.ts'
import type { Lent } from './loan.ts'
import type { Sought } from './look-out.ts'

const INCIDENT = id<'incident'>('0193f000-0000-7000-8000-000000000001')

export const sent = (change: Partial<Sent> = {}): Sent => ({
  text: 'Fog on the S12 from K40 on: keep the lamps on',
  to: 'everybody',
  about: null,
  expiresAt: MORNING + HOUR,
  by: OFFICER,
  ...change,
})
export const sought = (change: Partial<Sought> = {}): Sought => ({
  text: 'white box lorry, left mirror gone, load of steel coils',
  to: 'everybody',
  incident: INCIDENT,
  number: '20261123-0031',
  plate: null,
  expiresAt: MORNING + HOUR,
  by: OFFICER,
  ...change,
})
export const held = (change: Partial<Held> = {}): Held => ({
  incident: INCIDENT,
  number: '20261123-0031',
  until: MORNING + HOUR,
  reason: 'escort of a wide load begins at nine',
  by: OFFICER,
  ...change,
})
export const lent = (change: Partial<Lent> = {}): Lent => ({
  unit: id<'unit'>('lent-1'),
  label: 'Linping tow truck 3',
  kind: 'tow-truck',
  capabilities: [],
  agency: RESCUE,
  lender: { agency: OPERATOR },
  standsAt: SHOULDER.position,
  until: MORNING + HOUR,
  by: OFFICER,
  ...change,
})
