/** One empty form on one sheet of A4, numbered, in the order in which things are said on the telephone. */
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useText } from '../../../console/i18n/language.ts'
import { useReference } from '../../../console/reference.ts'
import { Sheet, SheetField } from '../../console/paper/sheet.tsx'
import { INCIDENT_KINDS, OUTCOMES, PRIORITIES } from '../../incident.ts'

const ORDERS = 6
const CLOCKS = ['ordered', 'signed', 'setOut', 'arrived', 'cleared'] as const

export function BlankForm({ number }: { readonly number: number }): ReactNode {
  const { t } = useTranslation('later')
  const { t: term } = useTranslation('terms')
  const text = useText()
  const { agencies } = useReference()
  return (
    <Sheet title={t('form.title')} number={`${t('form.number')} P-${String(number).padStart(4, '0')}`}>
      <div className="sheet-row">
        <SheetField name={t('form.date')} />
        <SheetField name={t('form.called')} />
        <SheetField name={t('form.takenBy')} />
      </div>
      <Ticks name={t('form.kind')} among={INCIDENT_KINDS.map((kind) => term(`kind.${kind}`))} />
      <Ticks name={t('form.priority')} among={PRIORITIES.map((one) => `${one} ${term(`priority.p${one}`)}`)} />
      <SheetField name={t('form.place')} lines={2} />
      <SheetField name={t('form.caller')} lines={1} />
      <table>
        <thead>
          <tr>
            <th>{t('form.agency')}</th>
            <th>{t('form.unit')}</th>
            {CLOCKS.map((clock) => (
              <th key={clock}>{t(`form.${clock}`)}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {Array.from({ length: Math.max(ORDERS, agencies.length) }, (_, n) => {
            const agency = agencies[n]
            return (
              <tr key={agency?.id ?? `empty-${n}`}>
                <td>{agency ? text(agency.name) : null}</td>
                <td />
                {CLOCKS.map((clock) => (
                  <td key={clock} />
                ))}
              </tr>
            )
          })}
        </tbody>
      </table>
      <SheetField name={t('form.notes')} lines={4} />
      <Ticks name={t('form.closed')} among={OUTCOMES.map((outcome) => term(`outcome.${outcome}`))} />
      <SheetField name={t('form.entered')} />
    </Sheet>
  )
}

function Ticks(props: { readonly name: string; readonly among: readonly string[] }): ReactNode {
  return (
    <div className="sheet-field sheet-ticks">
      <small>{props.name}</small>
      {props.among.map((one) => (
        <span key={one}>☐ {one}</span>
      ))}
    </div>
  )
}
