/** What holds on the roads now, in words, for everybody who drives: where, what, why and until when; at the desk each can be lifted. */
import { type ReactNode, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../../console/i18n/format.ts'
import { useText } from '../../../console/i18n/language.ts'
import { useBoard } from '../../../console/live.ts'
import { useNow } from '../../../console/now.ts'
import type { Condition } from '../../../roads/conditions/condition.ts'
import type { RoadState } from '../../../roads/live.ts'
import { holding } from '../desk/roads/acts.ts'
import './roads.css'

export function useHolding(): readonly Condition[] {
  const { conditions } = useBoard()
  // The clock ends what nobody has lifted.
  const now = useNow(1_000)
  const key = holding(conditions.values(), now)
  const ids = key.map(({ id }) => id).join()
  // biome-ignore lint/correctness/useExhaustiveDependencies: the list changes with its ids, not with every second
  return useMemo(() => key, [ids, conditions])
}

/** What holds, in words: closed, help gets through. */
export function useHoldsSaid(): (holds: RoadState) => string {
  const { t } = useTranslation('roads')
  return (holds) =>
    t(`holds.${wordOf(holds)}`, {
      times: holds.state === 'slow' ? holds.times : 0,
      kmh: holds.state === 'opened' ? holds.kmh : 0,
    })
}

const wordOf = (holds: RoadState) => (holds.state === 'closed' && !holds.passable ? 'blocked' : holds.state)

type Shown = Pick<Condition, 'id' | 'stretch' | 'holds' | 'reason' | 'until'>

export function RoadsNow<C extends Shown>(props: {
  readonly conditions: readonly C[]
  readonly onLift?: (condition: C) => void
}): ReactNode {
  const { t } = useTranslation('roads')
  const text = useText()
  const format = useFormat()
  const said = useHoldsSaid()
  if (props.conditions.length === 0) return null
  return (
    <section className="roads-now" aria-label={t('title')}>
      <h3>{t('title')}</h3>
      <ol>
        {props.conditions.map((condition) => {
          const { holds, stretch, reason, until } = condition
          return (
            <li key={condition.id} data-holds={wordOf(holds)}>
              <span>
                <b>{text(stretch.label)}</b> {said(holds)}
                <small>
                  {reason} · {t('until', { time: format.clock(until) })}
                </small>
              </span>
              {props.onLift ? (
                <button type="button" className="fm-plain" onClick={() => props.onLift?.(condition)}>
                  {t('lift')}
                </button>
              ) : null}
            </li>
          )
        })}
      </ol>
    </section>
  )
}
