/** What is said of a unit at the command line: on, off, out, rest, post, leave; then the unit; then how many people, why, how long or where. Pure. */
import type { UnitId } from '../../../core/ids.ts'
import { never, ok, refuse } from '../../../core/result.ts'
import { MINUTE } from '../../../core/time.ts'
import { OUT_CAUSES, type OutCause } from '../../units/duty.ts'
import type { Reading, Vocabulary } from './commands.ts'
import { match, missing, type Named, unread } from './matching.ts'

export type UnitCommand =
  /** The panel. */
  | { readonly verb: 'unit'; readonly says: null }
  | {
      readonly verb: 'unit'
      readonly unit: UnitId
      readonly says:
        | { readonly type: 'on'; readonly crew: number | null }
        | { readonly type: 'off' | 'leave-post' }
        | { readonly type: 'out'; readonly cause: OutCause }
        | { readonly type: 'rest'; readonly forMs: number }
        | { readonly type: 'move-up'; readonly post: string }
    }

const USUAL_REST_MS = 30 * MINUTE

type Said = NonNullable<UnitCommand['says']>['type']
export const DUTY_NAMES: readonly Named<Said>[] = [
  { value: 'on', names: ['on', '在岗'] },
  { value: 'off', names: ['off', '离岗'] },
  { value: 'out', names: ['out', '停用'] },
  { value: 'rest', names: ['rest', '休整'] },
  { value: 'move-up', names: ['post', '备勤'] },
  { value: 'leave-post', names: ['leave', '撤离'] },
]
const CAUSES: Record<OutCause, string> = {
  defect: '故障',
  refuelling: '加油充电',
  training: '训练',
  task: '其他任务',
  other: '其他',
}
const CAUSE_NAMES: readonly Named<OutCause>[] = OUT_CAUSES.map((value) => ({ value, names: [value, CAUSES[value]] }))

export function readUnit([first, second, third]: readonly string[], { units, posts }: Vocabulary): Reading {
  if (!first) return ok({ verb: 'unit', says: null })
  const duty = match(first, DUTY_NAMES)
  if (duty.state !== 'one') return unread(duty)
  if (!second) return missing(units)
  const named = match(second, units)
  if (named.state !== 'one') return unread(named)
  const { unit } = named.value
  switch (duty.value) {
    case 'off':
    case 'leave-post':
      return ok({ verb: 'unit', unit, says: { type: duty.value } })
    case 'on': {
      if (third !== undefined && !/^\d{1,2}$/.test(third)) return refuse('no-such-word')
      return ok({ verb: 'unit', unit, says: { type: 'on', crew: third === undefined ? null : Number(third) } })
    }
    case 'rest': {
      if (third !== undefined && !/^\d{1,4}$/.test(third)) return refuse('no-such-word')
      const forMs = third === undefined ? USUAL_REST_MS : Number(third) * MINUTE
      return ok({ verb: 'unit', unit, says: { type: 'rest', forMs } })
    }
    case 'out': {
      if (third === undefined) return ok({ verb: 'unit', unit, says: { type: 'out', cause: 'other' } })
      const cause = match(third, CAUSE_NAMES)
      return cause.state === 'one'
        ? ok({ verb: 'unit', unit, says: { type: 'out', cause: cause.value } })
        : unread(cause)
    }
    case 'move-up': {
      if (third === undefined) return missing(posts)
      const post = match(third, posts)
      return post.state === 'one'
        ? ok({ verb: 'unit', unit, says: { type: 'move-up', post: post.value } })
        : unread(post)
    }
  }
  return never(duty.value)
}
