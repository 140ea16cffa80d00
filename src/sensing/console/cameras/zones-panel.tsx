/** The zones as a list: kind, direction, deleting, each reachable by the keyboard. */
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { ZoneKind } from '../../camera.ts'
import { type Act, alongside, type Sheet } from './sheet.ts'

const KINDS: readonly ZoneKind[] = ['shoulder', 'lane', 'ignore']

export function ZonesPanel(props: { readonly sheet: Sheet; readonly does: (wish: Act) => void }): ReactNode {
  const { sheet, does } = props
  const { t } = useTranslation('cameras')
  const { zones } = sheet.lines
  return (
    <section className="panel">
      <h2>{t('zones.title')}</h2>
      {zones.length === 0 ? <p>{t('zones.none')}</p> : null}
      <ul className="zones">
        {zones.map((zone, index) => {
          const picked = { what: 'zone', zone: index, corner: null } as const
          const chosen = sheet.picked?.what === 'zone' && sheet.picked.zone === index
          const pick = (): void => does({ do: 'pick', picked })
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: a zone has no name but its place in the list
            <li key={index} aria-current={chosen}>
              <button type="button" className="fm-plain" onClick={pick}>
                {index + 1}
              </button>
              <select
                value={zone.kind}
                aria-label={t('zones.kind', { number: index + 1 })}
                onFocus={pick}
                onChange={({ currentTarget: { value } }) => {
                  const kind = KINDS.find((known) => known === value)
                  if (kind) does({ do: 'kind', zone: index, kind })
                }}
              >
                {KINDS.map((kind) => (
                  <option key={kind} value={kind}>
                    {t(`zone.${kind}`)}
                  </option>
                ))}
              </select>
              {zone.kind === 'lane' ? (
                <button
                  type="button"
                  className="fm-plain"
                  title={zone.towards ? undefined : t('zones.noWay')}
                  onClick={() => {
                    pick()
                    does({ do: 'towards', zone: index, towards: alongside(zone), stroke: null })
                  }}
                >
                  {t(zone.towards ? 'zones.turn' : 'zones.point')}
                </button>
              ) : (
                <span />
              )}
              <button
                type="button"
                className="fm-plain"
                onClick={() => {
                  pick()
                  does({ do: 'delete' })
                }}
              >
                {t('zones.remove')}
              </button>
            </li>
          )
        })}
      </ul>
      {zones.some((zone) => zone.kind === 'lane' && !zone.towards) ? <p>{t('zones.noWay')}</p> : null}
    </section>
  )
}
