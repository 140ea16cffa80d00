/** The look-up ledger as an auditor reads it: under a file number, filtered, newest first, page by page. */
import { type FormEvent, type ReactNode, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { get } from '../../../console/api.ts'
import { useFormat } from '../../../console/i18n/format.ts'
import { useRefusal } from '../../../console/i18n/refusal.ts'
import { LOOK_KINDS, type LookKind } from '../../ledger.ts'
import type { Role } from '../../roles.ts'

/** As GET /api/look-ups answers. */
type LookUp = {
  readonly id: string
  readonly at: number
  readonly by: { readonly id: string; readonly role: Role }
  readonly what: { readonly kind: LookKind; readonly id: string }
  readonly purpose: string
  readonly from: string
  readonly coversMs: number
}
type Answer = { readonly lookUps: readonly LookUp[]; readonly next: string | null }
type Filter = { readonly file: string; readonly kind: string; readonly person: string }

const EVERYTHING: Filter = { file: '', kind: '', person: '' }

function address({ kind, person }: Filter, before: string | null): string {
  const query = new URLSearchParams()
  if (kind) query.set('kind', kind)
  if (person) query.set('person', person)
  if (before) query.set('before', before)
  return `/api/look-ups?${query}`
}

export function Ledger(): ReactNode {
  const { t } = useTranslation('audit')
  const refusal = useRefusal()
  const [filter, setFilter] = useState(EVERYTHING)
  const [shown, setShown] = useState<Answer | null>(null)
  const [refused, setRefused] = useState<string | null>(null)

  const read = async (wanted: Filter, before: string | null): Promise<void> => {
    const purpose = wanted.file.trim()
    const answer = await get<Answer>(address(wanted, before), purpose ? { purpose: `audit/${purpose}` } : {})
    setRefused(answer.ok ? null : refusal(answer.refusal))
    if (!answer.ok) return
    const { lookUps, next } = answer.value
    setShown((now) => ({ lookUps: before && now ? [...now.lookUps, ...lookUps] : lookUps, next }))
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the page opens; later by the button
  useEffect(() => void read(EVERYTHING, null), [])
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    void read(filter, null)
  }
  const next = shown?.next ?? null
  return (
    <section className="audit-ledger">
      <h2>{t('ledger')}</h2>
      <p>{t('lead')}</p>
      <form onSubmit={submit}>
        <label>
          {t('file')}
          <input
            value={filter.file}
            placeholder={t('fileHint')}
            onChange={(event) => setFilter({ ...filter, file: event.currentTarget.value })}
          />
        </label>
        <label>
          {t('kind')}
          <select value={filter.kind} onChange={(event) => setFilter({ ...filter, kind: event.currentTarget.value })}>
            <option value="">{t('allKinds')}</option>
            {LOOK_KINDS.map((kind) => (
              <option key={kind} value={kind}>
                {t(`kinds.${kind}`)}
              </option>
            ))}
          </select>
        </label>
        <label>
          {t('person')}
          <input
            value={filter.person}
            onChange={(event) => setFilter({ ...filter, person: event.currentTarget.value })}
          />
        </label>
        <button type="submit" className="fm-button">
          {t('read')}
        </button>
      </form>
      {refused ? <p role="alert">{refused}</p> : null}
      {shown && shown.lookUps.length === 0 ? <p role="status">{t('none')}</p> : null}
      {shown && shown.lookUps.length > 0 ? <Rows rows={shown.lookUps} /> : null}
      {next ? (
        <button type="button" className="fm-button" onClick={() => void read(filter, next)}>
          {t('older')}
        </button>
      ) : null}
    </section>
  )
}

function Rows(props: { readonly rows: readonly LookUp[] }): ReactNode {
  const { t } = useTranslation('audit')
  const { t: shell } = useTranslation()
  const format = useFormat()
  return (
    <table>
      <thead>
        <tr>
          <th>{t('when')}</th>
          <th>{t('who')}</th>
          <th>{t('what')}</th>
          <th>{t('why')}</th>
          <th>{t('where')}</th>
        </tr>
      </thead>
      <tbody>
        {props.rows.map((row) => (
          <tr key={row.id}>
            <td>
              <time>{format.date(row.at)}</time>
            </td>
            <td>
              {row.by.id} <small>{shell(`role.${row.by.role}`)}</small>
            </td>
            <td>
              {t(`kinds.${row.what.kind}`)} <small>{row.what.id}</small>
              {row.coversMs > 0 ? <small> · {t('covers')}</small> : null}
            </td>
            <td>{row.purpose === 'duty' ? t('duty') : row.purpose}</td>
            <td>{row.from}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
