/** Targets that a centre may be measured by: a percentile of one span, as data. Editions differ and the texts are not free: the values are second-hand and say so. */
import { SECOND } from '../../core/time.ts'
import { type Step, spanOf, type Times } from '../clocks.ts'

export type Target = {
  readonly id: string
  /** The standard as people name it, with the edition. */
  readonly name: string
  /** Where the value was read; never the standard itself unless somebody has it in hand. */
  readonly source: 'secondary' | 'own'
  /** null: not measured here (nobody's telephone rings in this system). */
  readonly from: Step | null
  readonly to: Step | null
  /** 0–1: this share of the spans … */
  readonly share: number
  /** … is to be at most this long. */
  readonly withinMs: number
}

const of = (id: string, name: string, from: Step | null, to: Step | null, share: number, withinS: number): Target => ({
  id,
  name,
  source: 'secondary',
  from,
  to,
  share,
  withinMs: withinS * SECOND,
})

export const TARGETS: readonly Target[] = [
  of('nena-020-15', 'NENA-STA-020.1 (2020)', null, null, 0.9, 15),
  of('nena-020-20', 'NENA-STA-020.1 (2020)', null, null, 0.95, 20),
  of('nfpa-1225-processing', 'NFPA 1225 (2022)', 'observed', 'issued', 0.9, 60),
  of('nfpa-1710-turn-out-ems', 'NFPA 1710 (2020), EMS', 'issued', 'set-out', 0.9, 60),
  of('nfpa-1710-turn-out-fire', 'NFPA 1710 (2020), fire', 'issued', 'set-out', 0.9, 80),
  of('nfpa-1710-travel', 'NFPA 1710 (2020), first unit', 'set-out', 'arrived', 0.9, 240),
  { ...of('first-minute', 'Firstminute', 'observed', 'signed-for', 0.9, 60), source: 'own' },
]

export type TargetFigure = {
  readonly target: Target
  readonly counted: number
  /** Share of the spans within the limit; null of none. */
  readonly within: number | null
}

export function targetFigure(target: Target, all: readonly Times[]): TargetFigure {
  const { from, to, withinMs } = target
  const spans = from === null || to === null ? [] : all.flatMap((times) => spanOf(times, from, to) ?? [])
  const within = spans.filter((span) => span <= withinMs).length
  return { target, counted: spans.length, within: spans.length === 0 ? null : within / spans.length }
}

export const isMet = ({ target, within }: TargetFigure): boolean | null =>
  within === null ? null : within >= target.share
