/** What an order would do to the cover: standby posts that nobody free reaches in time, and who could move up; one key accepts all. */
import { type ReactNode, useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { get } from '../../../console/api.ts'
import { cell, useCell } from '../../../console/cell.ts'
import { useFormat } from '../../../console/i18n/format.ts'
import { useText } from '../../../console/i18n/language.ts'
import { onFacts } from '../../../console/live.ts'
import { useReference } from '../../../console/reference.ts'
import type { UnitId } from '../../../core/ids.ts'
import { SECOND } from '../../../core/time.ts'
import { kindOf } from '../../../journal/fact.ts'
import { KEYS, keyLabel } from '../../console/desk/keys.ts'
import { useNames } from '../../console/desk/words.ts'
import { sayDuty } from '../../units/console/say-duty.ts'
import type { Hole } from '../coverage.ts'

const SETTLED_MS = 400
const EVERY_MS = 30 * SECOND

/** The holes in sight; null: none are shown. */
export const holes = cell<readonly Hole[] | null>(null)

/** Everybody who is proposed moves up: each is said by itself, and a crew is told by radio. False: nobody is proposed. */
export function acceptMoveUps(): boolean {
  const moves = (holes.get() ?? []).flatMap(({ post, moveUp }) => (moveUp ? [{ post, unit: moveUp.unit }] : []))
  for (const { post, unit } of moves) void sayDuty(unit, { type: 'move-up', post })
  return moves.length > 0
}

export function Cover(props: { readonly without: readonly UnitId[] }): ReactNode {
  const { standby } = useReference()
  return standby.length === 0 ? null : <Shown {...props} />
}

function Shown(props: { readonly without: readonly UnitId[] }): ReactNode {
  const { t } = useTranslation('recommend')
  const now = useCell(holes)
  const without = [...props.without].sort().join(',')
  useEffect(() => {
    const stopping = new AbortController()
    const load = async (): Promise<void> => {
      const path = `/api/coverage?without=${encodeURIComponent(without)}`
      const answer = await get<{ readonly holes: readonly Hole[] }>(path, { signal: stopping.signal })
      if (answer.ok && !stopping.signal.aborted) holes.set(answer.value.holes)
    }
    let soon = setTimeout(() => void load(), SETTLED_MS)
    const again = setInterval(() => void load(), EVERY_MS)
    const stop = onFacts((facts) => {
      if (!facts.some(({ stream }) => kindOf(stream) === 'unit' || kindOf(stream) === 'order')) return
      clearTimeout(soon)
      soon = setTimeout(() => void load(), SETTLED_MS)
    })
    return () => {
      stopping.abort()
      clearTimeout(soon)
      clearInterval(again)
      stop()
    }
  }, [without])
  // What was of another incident is not shown for this one.
  useEffect(() => () => holes.set(null), [])
  if (!now) return null
  return (
    <section className="side-part cover">
      <h3>{t('holes.title')}</h3>
      {now.length === 0 ? <p className="side-note">{t('holes.full')}</p> : null}
      {now.length > 0 ? (
        <ul className="cover-holes">
          {now.map((hole) => (
            <HoleRow key={hole.post} hole={hole} />
          ))}
        </ul>
      ) : null}
      {now.some(({ moveUp }) => moveUp) ? (
        <p className="side-note">
          <button type="button" className="fm-button" onClick={() => acceptMoveUps()}>
            {t('holes.accept')} <kbd>{keyLabel(KEYS['move-up'][0] ?? '')}</kbd>
          </button>{' '}
          {t('holes.radio')}
        </p>
      ) : null}
    </section>
  )
}

function HoleRow({ hole }: { readonly hole: Hole }): ReactNode {
  const { t } = useTranslation('recommend')
  const text = useText()
  const format = useFormat()
  const names = useNames()
  const { standby } = useReference()
  const post = standby.find(({ id }) => id === hole.post)
  const { nearest, moveUp } = hole
  return (
    <li>
      <span className={hole.opens ? 'is-old' : ''}>
        {t(hole.opens ? 'holes.opens' : 'holes.open', {
          post: post ? text(post.name) : hole.post,
          nearest: nearest
            ? t('holes.away', { unit: names.unit(nearest.unit), eta: format.span(nearest.etaMs) })
            : t('holes.nobody'),
          target: format.span(hole.withinMs),
        })}
      </span>
      <small className="plan-reason">
        {moveUp
          ? t('holes.moveUp', { unit: names.unit(moveUp.unit), eta: format.span(moveUp.etaMs) })
          : t('holes.noMoveUp')}
      </small>
    </li>
  )
}
