/** A simulated agency's desk: it signs for an order, sends a unit, says when it is there and when it is done. Pure: time and dice are given. */

import type { Dice } from '../core/dice.ts'
import { id } from '../core/ids.ts'
import type { AnswerMessage, OrderMessage } from '../dispatch/wire.ts'
import type { SimUnitKind } from './city/forces.ts'

export type Said = Pick<AnswerMessage, 'answer' | 'cause' | 'agencyNumber' | 'unit'>

/** The desk's plan for one order: when it will do what. */
export type Job = {
  readonly order: OrderMessage
  /** The unit that goes; null: none is free. */
  readonly unit: string | null
  readonly agencyNumber: string
  readonly signsAt: number
  readonly setsOutAt: number
  /** How long the work on the spot takes. */
  readonly worksMs: number
  readonly stage: 'new' | 'signed' | 'underway' | 'there' | 'done'
  readonly arrivedAt: number | null
}

type Manner = {
  readonly letters: string
  readonly kind: SimUnitKind
  readonly worksMs: readonly [number, number]
  readonly shiftM: number
}

/** How each agency numbers its jobs, what it sends, how long it works, and where it parks: metres before or after the place. */
export const MANNERS: Readonly<Record<string, Manner>> = {
  'traffic-police': { letters: 'JJ', kind: 'patrol-car', worksMs: [150_000, 210_000], shiftM: -22 },
  'road-rescue': { letters: 'QZ', kind: 'tow-truck', worksMs: [90_000, 140_000], shiftM: 14 },
  'ambulance-120': { letters: '120-', kind: 'ambulance', worksMs: [70_000, 120_000], shiftM: 30 },
}

export function takeOn(order: OrderMessage, unit: string | null, count: number, at: number, dice: Dice): Job {
  const manner = MANNERS[order.agency]
  const [least, most] = manner?.worksMs ?? [60_000, 120_000]
  const signsAt = at + dice.between(3_000, 8_000)
  return {
    order,
    unit,
    agencyNumber: `${manner?.letters ?? 'SIM'}${String(count).padStart(4, '0')}`,
    signsAt,
    setsOutAt: signsAt + dice.between(3_000, 9_000),
    worksMs: dice.between(least, most),
    stage: 'new',
    arrivedAt: null,
  }
}

/**
 * What happens next at this desk, if anything: the job afterwards, what it says, and whether its unit leaves or is free.
 * With a person of the agency signed in at the centre nothing is said, and the unit goes all the same.
 */
export function nextAct(
  job: Job,
  at: number,
  unitIsThere: boolean,
): { readonly job: Job; readonly says: Said | null; readonly unit: 'sets-out' | 'is-free' | null } | null {
  const act = (stage: Job['stage'], said: Said, unit: 'sets-out' | 'is-free' | null, arrivedAt = job.arrivedAt) => ({
    job: { ...job, stage, arrivedAt },
    says: job.order.manned ? null : said,
    unit,
  })
  switch (job.stage) {
    case 'new':
      if (at < job.signsAt) return null
      if (job.unit === null) return act('done', { answer: 'rejected', cause: 'no-unit' }, null)
      return act('signed', { answer: 'signed-for', agencyNumber: job.agencyNumber, unit: id<'unit'>(job.unit) }, null)
    case 'signed':
      return at < job.setsOutAt ? null : act('underway', { answer: 'on-the-way' }, 'sets-out')
    case 'underway':
      return unitIsThere ? act('there', { answer: 'arrived' }, null, at) : null
    case 'there':
      return at < (job.arrivedAt ?? at) + job.worksMs ? null : act('done', { answer: 'cleared' }, 'is-free')
    case 'done':
      return null
  }
}
