/** The METHANE report on the selected incident, and the way to give the next version. */
import type { ReactNode } from 'react'
import type { Incident } from '../../incident.ts'
import { panel } from '../desk/desk-state.ts'
import { KEYS, keyLabel } from '../desk/keys.ts'
import { useNames } from '../desk/words.ts'
import { MethaneView, useMethane } from './methane-view.tsx'

export function MethanePart(props: { readonly incident: Incident }): ReactNode {
  const { methane, state } = props.incident
  const t = useMethane()
  const names = useNames()
  const open =
    state === 'closed' || state === 'merged' ? null : (
      <button type="button" className="fm-plain is-inline" onClick={() => panel.set('methane')}>
        {methane ? t('reportOn', { version: methane.version }) : t('report')}{' '}
        <kbd>{keyLabel(KEYS.methane[0] ?? '')}</kbd>
      </button>
    )
  if (!methane && !open) return null
  return (
    <section className="side-part">
      {methane ? (
        <MethaneView reported={methane} who={names.person(methane.by)}>
          {open}
        </MethaneView>
      ) : (
        <p className="methane-head">
          <b>{t('title')}</b> <small>{t('none')}</small> {open}
        </p>
      )}
    </section>
  )
}
