/** What a plan sends: a row for each requirement, by alarm level. */
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useText } from '../../../console/i18n/language.ts'
import { useReference } from '../../../console/reference.ts'
import { id } from '../../../core/ids.ts'
import { useTerms } from '../../console/desk/words.ts'
import { UNIT_KINDS } from '../../forces.ts'
import { MOST_LEVELS, type Requirement } from '../../plan.ts'
import type { FormProps } from './form.tsx'

const LEVELS = Array.from({ length: MOST_LEVELS }, (_, at) => at + 1)
/** Rows have no name of their own; they are told apart by where they stand. */
const keyAt = (at: number): string => `row ${at}`
const within = (value: string, least: number, most: number): number =>
  Math.min(most, Math.max(least, Math.round(Number(value)) || least))

export function SendRows({ rule, onChange }: FormProps): ReactNode {
  const { t } = useTranslation('plans')
  const { agencies } = useReference()
  const { sends } = rule
  const set = (at: number, part: Partial<Requirement>): void =>
    onChange({ ...rule, sends: sends.map((send, index) => (index === at ? { ...send, ...part } : send)) })
  const [first] = agencies
  return (
    <>
      {sends.map((send, at) => (
        <SendRow
          key={keyAt(at)}
          send={send}
          onSet={(part) => set(at, part)}
          onRemove={() => onChange({ ...rule, sends: sends.filter((_, index) => index !== at) })}
        />
      ))}
      {first ? (
        <button
          type="button"
          className="fm-plain"
          onClick={() =>
            onChange({
              ...rule,
              sends: [
                ...sends,
                { agency: first.id, unitKind: 'patrol-car', capabilities: [], count: 1, crew: 0, level: 1 },
              ],
            })
          }
        >
          + {t('add.send')}
        </button>
      ) : null}
    </>
  )
}

function SendRow(props: {
  readonly send: Requirement
  readonly onSet: (part: Partial<Requirement>) => void
  readonly onRemove: () => void
}): ReactNode {
  const { send, onSet } = props
  const { t } = useTranslation('plans')
  const terms = useTerms()
  const text = useText()
  const { agencies } = useReference()
  const kindOf = (value: string): Requirement['unitKind'] => UNIT_KINDS.find((kind) => kind === value) ?? null
  return (
    <div className="plans-line">
      <label>
        {t('field.level')}
        <select value={send.level} onChange={(event) => onSet({ level: Number(event.target.value) })}>
          {LEVELS.map((level) => (
            <option key={level}>{level}</option>
          ))}
        </select>
      </label>
      <label>
        {t('field.agency')}
        <select value={send.agency} onChange={(event) => onSet({ agency: id<'agency'>(event.target.value) })}>
          {agencies.map((agency) => (
            <option key={agency.id} value={agency.id}>
              {text(agency.name)}
            </option>
          ))}
        </select>
      </label>
      <label>
        {t('field.count')}
        <input
          type="number"
          min={1}
          max={9}
          value={send.count}
          onChange={(event) => onSet({ count: within(event.target.value, 1, 9) })}
        />
      </label>
      <label>
        {t('field.unitKind')}
        <select value={send.unitKind ?? ''} onChange={(event) => onSet({ unitKind: kindOf(event.target.value) })}>
          <option value="">{t('field.own')}</option>
          {UNIT_KINDS.map((kind) => (
            <option key={kind} value={kind}>
              {terms(`unitKind.${kind}`)}
            </option>
          ))}
        </select>
      </label>
      <label>
        {t('field.crew')}
        <input
          type="number"
          min={0}
          max={20}
          value={send.crew}
          onChange={(event) => onSet({ crew: within(event.target.value, 0, 20) })}
        />
      </label>
      <label className="is-wide">
        {t('field.capabilities')}
        <input
          defaultValue={send.capabilities.join(', ')}
          onBlur={(event) =>
            onSet({
              capabilities: event.target.value
                .split(/[,，\s]+/)
                .map((word) => word.trim().toLowerCase())
                .filter(Boolean),
            })
          }
        />
      </label>
      <button type="button" className="fm-plain" onClick={props.onRemove}>
        {t('remove')}
      </button>
    </div>
  )
}
