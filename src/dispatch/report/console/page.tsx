/** The report page: a span of time or one incident, as the paper has it; the URL says which. */
import { type FormEvent, type ReactNode, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLanguage, useText } from '../../../console/i18n/language.ts'
import { useRefusal } from '../../../console/i18n/refusal.ts'
import { State } from '../../../console/parts/state.tsx'
import { LanguageSwitch, ThemeSwitch } from '../../../console/parts/switches.tsx'
import { loadPeople } from '../../../console/people.ts'
import { loadReference, useReference } from '../../../console/reference.ts'
import { go, useRoute } from '../../../console/route.ts'
import { usePerson } from '../../../console/session.ts'
import { DAY, HOUR } from '../../../core/time.ts'
import { useNames } from '../../console/desk/words.ts'
import { type Block, spanDocument } from '../document.ts'
import { incidentDocument } from '../incident-document.ts'
import { speechOf } from '../language.ts'
import { Blocks } from './blocks.tsx'
import { type Asked, bring, type Told, useReport } from './reading.ts'
import './report.css'

function askedIn(query: ReadonlyMap<string, string>): Asked | null {
  const incident = query.get('incident')
  if (incident) return { about: 'incident', incident }
  const [from, to] = [Number(query.get('from')), Number(query.get('to'))]
  return from > 0 && to > from ? { about: 'span', from, to } : null
}

const addressOf = (from: number, to: number, file: string): string =>
  `/report?from=${from}&to=${to}${file ? `&file=${encodeURIComponent(file)}` : ''}`

export default function Page(): ReactNode {
  const { t } = useTranslation('report')
  const { t: shell } = useTranslation()
  const { query } = useRoute()
  const person = usePerson()
  const file = query.get('file') ?? ''
  const needsFile = person.role === 'auditor' && !file
  const asked = askedIn(query)
  const told = useReport(needsFile ? null : asked, file)
  useEffect(() => {
    void loadReference()
    void loadPeople()
  }, [])
  return (
    <div className="report-page">
      <header>
        <strong>{shell('product')}</strong>
        <h1>{t('title')}</h1>
        <a href={`/replay${file ? `?file=${encodeURIComponent(file)}` : ''}`}>{t('replay')}</a>
        <a href={person.role === 'auditor' ? '/audit' : '/'}>{t(person.role === 'auditor' ? 'audit' : 'desk')}</a>
        <LanguageSwitch />
        <ThemeSwitch />
      </header>
      <Choice asked={asked} file={file} />
      {asked && told && (told.state === 'span' || told.state === 'incident') ? (
        <Files asked={asked} file={file} />
      ) : null}
      <Shown told={told} />
    </div>
  )
}

/** `2026-11-28T06:42` in this browser's zone. */
const fieldOf = (at: number): string =>
  new Date(at - new Date(at).getTimezoneOffset() * 60_000).toISOString().slice(0, 16)

function Choice(props: { readonly asked: Asked | null; readonly file: string }): ReactNode {
  const { t } = useTranslation('report')
  const person = usePerson()
  const midnight = new Date().setHours(0, 0, 0, 0)
  const span = props.asked?.about === 'span' ? props.asked : { from: midnight, to: midnight + DAY }
  const [from, setFrom] = useState(fieldOf(span.from))
  const [to, setTo] = useState(fieldOf(span.to))
  const [file, setFile] = useState(props.file)
  const open = (begin: number, end: number): void => {
    setFrom(fieldOf(begin))
    setTo(fieldOf(end))
    go(addressOf(begin, end, file.trim()))
  }
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    const [begin, end] = [new Date(from).getTime(), new Date(to).getTime()]
    if (Number.isFinite(begin) && Number.isFinite(end)) open(begin, end)
  }
  const now = Math.floor(Date.now() / 60_000) * 60_000
  return (
    <form className="report-choice" onSubmit={submit}>
      {person.role === 'auditor' ? (
        <label title={t('fileWhat')}>
          {t('file')} <input value={file} onChange={(event) => setFile(event.currentTarget.value)} />
        </label>
      ) : null}
      <label>
        {t('from')}{' '}
        <input type="datetime-local" value={from} onChange={(event) => setFrom(event.currentTarget.value)} />
      </label>
      <label>
        {t('to')} <input type="datetime-local" value={to} onChange={(event) => setTo(event.currentTarget.value)} />
      </label>
      <button type="submit" className="fm-button is-first">
        {t('read')}
      </button>
      <button type="button" className="fm-button" onClick={() => open(midnight, midnight + DAY)}>
        {t('today')}
      </button>
      <button type="button" className="fm-button" onClick={() => open(midnight - DAY, midnight)}>
        {t('yesterday')}
      </button>
      <button type="button" className="fm-button" onClick={() => open(now - 12 * HOUR, now)}>
        {t('lastShift')}
      </button>
    </form>
  )
}

function Files(props: { readonly asked: Asked; readonly file: string }): ReactNode {
  const { t } = useTranslation('report')
  const language = useLanguage()
  const refusal = useRefusal()
  const [busy, setBusy] = useState(false)
  const [refused, setRefused] = useState<string | null>(null)
  const take = async (kind: '.pdf' | '.csv'): Promise<void> => {
    setBusy(true)
    setRefused(await bring(props.asked, kind, language, props.file))
    setBusy(false)
  }
  return (
    <p className="report-files">
      <button type="button" className="fm-button" disabled={busy} onClick={() => void take('.pdf')}>
        {t(busy ? 'making' : 'pdf')}
      </button>
      {props.asked.about === 'span' ? (
        <button type="button" className="fm-button" disabled={busy} onClick={() => void take('.csv')}>
          {t('csv')}
        </button>
      ) : null}
      {refused ? <span role="alert">{refusal(refused)}</span> : null}
    </p>
  )
}

function Shown(props: { readonly told: Told | null }): ReactNode {
  const { t } = useTranslation('report')
  const refusal = useRefusal()
  const language = useLanguage()
  const text = useText()
  const names = useNames()
  const { centre } = useReference()
  const { told } = props
  if (!told) return <State title={t('choose')} what={t('chooseWhat')} />
  switch (told.state) {
    case 'loading':
      return <State title={t('loading')} />
    case 'failed':
      return <State title={`${t('failed')} ${refusal(told.refusal)}`} />
    case 'span': {
      const { figures, at, timeZone } = told.answer
      const given = { centre: text(centre.name), madeAt: at, agencyName: names.agency }
      return <Blocks blocks={spanDocument(figures, speechOf(language, timeZone), given)} />
    }
    case 'incident': {
      const { timeZone, ...account } = told.answer
      const ways = account.sketch?.ways.map((way) => ({ ...way, label: names.unit(way.unit) }))
      const sketch = account.sketch && ways ? { ...account.sketch, ways } : null
      const blocks: readonly Block[] = incidentDocument({ ...account, sketch }, speechOf(language, timeZone), names)
      return <Blocks blocks={blocks} />
    }
  }
}
