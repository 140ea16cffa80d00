/** Reads a report, or brings it as a file: both are looks that leave their trace, under a file number where one is needed. */
import { useEffect, useState } from 'react'
import { get } from '../../../console/api.ts'
import type { IncidentAnswer, SpanAnswer } from '../answer.ts'

/** What the URL asks for. */
export type Asked =
  | { readonly about: 'span'; readonly from: number; readonly to: number }
  | { readonly about: 'incident'; readonly incident: string }

export type Told =
  | { readonly state: 'loading' }
  | { readonly state: 'failed'; readonly refusal: string }
  | { readonly state: 'span'; readonly answer: SpanAnswer }
  | { readonly state: 'incident'; readonly answer: IncidentAnswer }

const purposeOf = (file: string) => (file ? { purpose: `audit/${file}` } : {})

export function useReport(asked: Asked | null, file: string): Told | null {
  const [told, setTold] = useState<Told | null>(null)
  const path = asked ? pathOf(asked, '') : null
  const about = asked?.about
  useEffect(() => {
    if (!path || !about) return setTold(null)
    const stopping = new AbortController()
    setTold({ state: 'loading' })
    const options = { ...purposeOf(file), signal: stopping.signal }
    const read = async (): Promise<Told> => {
      if (about === 'span') {
        const answer = await get<SpanAnswer>(path, options)
        return answer.ok ? { state: 'span', answer: answer.value } : { state: 'failed', refusal: answer.refusal }
      }
      const answer = await get<IncidentAnswer>(path, options)
      return answer.ok ? { state: 'incident', answer: answer.value } : { state: 'failed', refusal: answer.refusal }
    }
    void read().then((answer) => {
      if (!stopping.signal.aborted) setTold(answer)
    })
    return () => stopping.abort()
  }, [path, about, file])
  return told
}

function pathOf(asked: Asked, kind: '' | '.pdf' | '.csv'): string {
  if (asked.about === 'span') return `/api/reports/span${kind}?from=${asked.from}&to=${asked.to}`
  return `/api/reports/incidents/${asked.incident}${kind === '.pdf' ? '/pdf' : ''}`
}

/** Brings the file and hands it to the browser; answers the refusal when there is none. A plain link could not say the file number. */
export async function bring(
  asked: Asked,
  kind: '.pdf' | '.csv',
  language: 'zh' | 'en',
  file: string,
): Promise<string | null> {
  const path = pathOf(asked, kind)
  const address = kind === '.pdf' ? `${path}${path.includes('?') ? '&' : '?'}language=${language}` : path
  const headers = new Headers(purposeOf(file))
  const response = await fetch(address, { credentials: 'same-origin', headers }).catch(() => null)
  if (!response) return 'not-reached'
  if (!response.ok) {
    const said: unknown = await response.json().catch(() => null)
    return typeof said === 'object' && said !== null && 'refusal' in said ? String(said.refusal) : 'not-understood'
  }
  const link = document.createElement('a')
  link.href = URL.createObjectURL(await response.blob())
  link.download = /filename="([^"]+)"/.exec(response.headers.get('content-disposition') ?? '')?.[1] ?? `report${kind}`
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
  return null
}
