/** The ground points with their metres, and what they miss: shown while they are typed, refused above a metre with the worst point named. */
import { type ReactNode, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../../console/i18n/format.ts'
import { FEWEST_POINTS, type Survey, WORST_ERROR_M } from '../../ground.ts'
import type { Act, DrawnPoint, Sheet, Spot } from './sheet.ts'

export function GroundPanel(props: {
  readonly sheet: Sheet
  readonly does: (wish: Act) => void
  readonly survey: Survey | null
  /** Points with metres. */
  readonly whole: number
  readonly missesM: readonly (number | null)[]
  /** From its place in the survey to its number on the sheet. */
  readonly numberOf: (index: number) => number
}): ReactNode {
  const { sheet, does, missesM } = props
  const { t } = useTranslation('cameras')
  const { ground } = sheet.lines
  return (
    <section className="panel">
      <h2>{t('ground.title')}</h2>
      <p>{t('ground.lead')}</p>
      {ground.length > 0 ? (
        <table className="ground">
          <thead>
            <tr>
              <th>#</th>
              <th>{t('ground.across')}</th>
              <th>{t('ground.along')}</th>
              <th>{t('ground.miss')}</th>
              <th />
            </tr>
          </thead>
          <tbody>
            {ground.map((point, index) => (
              <Point
                // biome-ignore lint/suspicious/noArrayIndexKey: a point has no name but its number
                key={index}
                point={point}
                index={index}
                chosen={sheet.picked?.what === 'point' && sheet.picked.point === index}
                missM={missesM[index] ?? null}
                does={does}
              />
            ))}
          </tbody>
        </table>
      ) : null}
      <Verdict {...props} />
    </section>
  )
}

function Verdict(props: Parameters<typeof GroundPanel>[0]): ReactNode {
  const { survey, whole, sheet } = props
  const { t } = useTranslation('cameras')
  const format = useFormat()
  if (sheet.lines.ground.length === 0) return null
  if (whole < FEWEST_POINTS) return <p role="status">{t('ground.need', { count: FEWEST_POINTS - whole })}</p>
  if (!survey) return <p role="alert">{t('ground.unusable')}</p>
  const bad = !(survey.errorM <= WORST_ERROR_M)
  return (
    <p className={bad ? 'ground-error is-bad' : 'ground-error'} role={bad ? 'alert' : 'status'}>
      <strong className="fm-number">{t('ground.error', { error: format.number(survey.errorM, 2) })}</strong>{' '}
      {bad
        ? t('ground.worst', {
            most: format.number(WORST_ERROR_M, 1),
            number: props.numberOf(survey.worst),
            miss: format.number(survey.missesM[survey.worst] ?? 0, 1),
          }) +
          (survey.restErrorM !== null && survey.restErrorM <= WORST_ERROR_M
            ? ` ${t('ground.rest', { error: format.number(survey.restErrorM, 2) })}`
            : '')
        : survey.tells
          ? null
          : t('ground.tells')}
    </p>
  )
}

function Point(props: {
  readonly point: DrawnPoint
  readonly index: number
  readonly chosen: boolean
  readonly missM: number | null
  readonly does: (wish: Act) => void
}): ReactNode {
  const { point, index, chosen, missM, does } = props
  const { t } = useTranslation('cameras')
  const format = useFormat()
  const [typed, setTyped] = useState<readonly [string, string]>(textOf(point.metres))
  // Undo and a drawing of somebody else change them from outside.
  useEffect(() => {
    setTyped((now) => (sameSpot(spotIn(now), point.metres) ? now : textOf(point.metres)))
  }, [point.metres])
  const type = (axis: 0 | 1) => (value: string) => {
    const next: [string, string] = [...typed]
    next[axis] = value
    setTyped(next)
    const metres = spotIn(next)
    if (!sameSpot(metres, point.metres)) does({ do: 'metres', point: index, metres })
  }
  const pick = (): void => does({ do: 'pick', picked: { what: 'point', point: index } })
  const field = (axis: 0 | 1, label: string): ReactNode => (
    <input
      value={typed[axis]}
      inputMode="decimal"
      aria-label={`${t('ground.number', { number: index + 1 })}: ${label}`}
      // A point just set wants its metres.
      ref={axis === 0 && chosen && point.metres === null ? focusOnce : undefined}
      onFocus={pick}
      onChange={(event) => type(axis)(event.currentTarget.value)}
    />
  )
  return (
    <tr aria-current={chosen}>
      <td>
        <button
          type="button"
          className="fm-plain"
          title={`${t('ground.pixel')} ${point.pixel.map(Math.round)}`}
          onClick={pick}
        >
          {index + 1}
        </button>
      </td>
      <td>{field(0, t('ground.across'))}</td>
      <td>{field(1, t('ground.along'))}</td>
      <td className="fm-number">{missM === null ? '–' : `${format.number(missM, 2)} m`}</td>
      <td>
        <button
          type="button"
          className="fm-plain"
          aria-label={`${t('zones.remove')} ${t('ground.number', { number: index + 1 })}`}
          onClick={() => {
            pick()
            does({ do: 'delete' })
          }}
        >
          ×
        </button>
      </td>
    </tr>
  )
}

function focusOnce(element: HTMLInputElement | null): void {
  if (element && element.value === '') element.focus()
}

const textOf = (metres: Spot | null): readonly [string, string] =>
  metres ? [String(metres[0]), String(metres[1])] : ['', '']

/** null while one of the two is no number yet. A comma is a decimal sign to many. */
function spotIn([across, along]: readonly [string, string]): Spot | null {
  const number = (text: string): number => (text.trim() === '' ? Number.NaN : Number(text.trim().replace(',', '.')))
  const [u, v] = [number(across), number(along)]
  return Number.isFinite(u) && Number.isFinite(v) ? [u, v] : null
}

const sameSpot = (a: Spot | null, b: Spot | null): boolean => a?.[0] === b?.[0] && a?.[1] === b?.[1]
