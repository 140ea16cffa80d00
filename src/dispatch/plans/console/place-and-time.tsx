/** Where and when a plan holds: rows of road sections, rows of days and hours. */
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { DAYS } from '../when.ts'
import { Checks } from './checks.tsx'
import type { FormProps } from './form.tsx'

const without = <T,>(all: readonly T[], at: number): readonly T[] => all.filter((_, index) => index !== at)
const changed = <T,>(all: readonly T[], at: number, part: Partial<T>): readonly T[] =>
  all.map((one, index) => (index === at ? { ...one, ...part } : one))

/** Rows have no name of their own; they are told apart by where they stand. */
const keyAt = (at: number): string => `row ${at}`

export function SectionRows({ rule, onChange }: FormProps): ReactNode {
  const { t } = useTranslation('plans')
  const { sections } = rule
  const number = (value: string): number => (value === '' ? 0 : Number(value))
  return (
    <>
      {sections.map((section, at) => (
        <div key={keyAt(at)} className="plans-line">
          <label>
            {t('field.road')}
            <input
              value={section.road}
              onChange={(event) => onChange({ ...rule, sections: changed(sections, at, { road: event.target.value }) })}
            />
          </label>
          {(['fromKm', 'toKm'] as const).map((end) => (
            <label key={end}>
              {t(`field.${end}`)}
              <input
                type="number"
                min={0}
                step="any"
                value={section[end]}
                onChange={(event) =>
                  onChange({ ...rule, sections: changed(sections, at, { [end]: number(event.target.value) }) })
                }
              />
            </label>
          ))}
          <button
            type="button"
            className="fm-plain"
            onClick={() => onChange({ ...rule, sections: without(sections, at) })}
          >
            {t('remove')}
          </button>
        </div>
      ))}
      <button
        type="button"
        className="fm-plain"
        onClick={() => onChange({ ...rule, sections: [...sections, { road: '', fromKm: 0, toKm: 0 }] })}
      >
        + {t('add.section')}
      </button>
    </>
  )
}

export function TimeRows({ rule, onChange }: FormProps): ReactNode {
  const { t } = useTranslation('plans')
  const { times } = rule
  return (
    <>
      {times.map((time, at) => (
        <div key={keyAt(at)} className="plans-line">
          <Checks
            legend={t('field.days')}
            among={DAYS}
            chosen={time.days}
            name={(day) => t(`day.${day}`)}
            onChange={(days) => onChange({ ...rule, times: changed(times, at, { days }) })}
          />
          {(['from', 'to'] as const).map((end) => (
            <label key={end}>
              {t(`field.${end}`)}
              <input
                type="time"
                value={time[end]}
                onChange={(event) => onChange({ ...rule, times: changed(times, at, { [end]: event.target.value }) })}
              />
            </label>
          ))}
          <button type="button" className="fm-plain" onClick={() => onChange({ ...rule, times: without(times, at) })}>
            {t('remove')}
          </button>
        </div>
      ))}
      <button
        type="button"
        className="fm-plain"
        onClick={() =>
          onChange({
            ...rule,
            times: [...times, { days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '07:00', to: '09:00' }],
          })
        }
      >
        + {t('add.time')}
      </button>
    </>
  )
}
