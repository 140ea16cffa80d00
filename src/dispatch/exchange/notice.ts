/** What an alert says, short enough to be shown: taken out of a CAP message in both languages, without anybody's particulars. Pure. */
import { looksPersonal } from '../../core/particulars.ts'
import { ok, type Result, refuse } from '../../core/result.ts'
import type { Text } from '../../core/text.ts'
import { HOUR } from '../../core/time.ts'
import type { CapAlert, CapInfo } from './cap.ts'
import { circleIn, polygonIn, type Shape } from './shape.ts'

export type Severity = CapInfo['severity']

export type Notice = {
  readonly event: Text
  readonly headline: Text
  readonly description: Text
  readonly instruction: Text
  readonly urgency: CapInfo['urgency']
  readonly severity: Severity
  readonly certainty: CapInfo['certainty']
  /** Practised or tried out, not real. */
  readonly exercise: boolean
  readonly from: number
  /** It stands until then unless somebody ends it before. */
  readonly until: number
  readonly areaName: Text
  readonly shapes: readonly Shape[]
}

/** CAP leaves open how long an alert without an end stands (§3.2.2 expires); for a control room a day. */
const WITHOUT_END_MS = 24 * HOUR
const MOST_SHAPES = 40
const MOST_POINTS = 2_000

export function noticeOf(cap: CapAlert): Result<Notice, 'alert-empty' | 'alert-for-systems'> {
  if (cap.status === 'System' || cap.status === 'Draft') return refuse('alert-for-systems')
  const infos = cap.info ?? []
  const [any] = infos
  if (!any) return refuse('alert-empty')
  const zh = infos.find(({ language = '' }) => /^zh\b/i.test(language)) ?? any
  const en = infos.find(({ language = 'en-US' }) => /^en\b/i.test(language)) ?? any
  const said = (read: (info: CapInfo) => string | undefined, most: number): Text => ({
    zh: fit(read(zh), most),
    en: fit(read(en), most),
  })
  const sent = Date.parse(cap.sent)
  const areas = infos.flatMap(({ area = [] }) => area)
  const shapes = areas.flatMap(({ polygon = [], circle = [] }) => [...polygon.map(polygonIn), ...circle.map(circleIn)])
  const names = (info: CapInfo): string => (info.area ?? []).map(({ areaDesc }) => areaDesc).join('; ')
  return ok({
    event: said((info) => info.event, 120),
    headline: said((info) => info.headline ?? info.event, 200),
    description: said((info) => info.description, 1_500),
    instruction: said((info) => info.instruction, 1_000),
    urgency: any.urgency,
    severity: any.severity,
    certainty: any.certainty,
    exercise: cap.status !== 'Actual',
    from: Date.parse(any.onset ?? any.effective ?? cap.sent),
    until: any.expires === undefined ? sent + WITHOUT_END_MS : Date.parse(any.expires),
    areaName: said(names, 300),
    shapes: few(shapes.filter((shape) => shape !== null)),
  })
}

/** Plain words of bounded length; a text that names a telephone or the like is left out whole. */
function fit(text: string | undefined, most: number): string {
  const plain = (text ?? '')
    .replace(/\p{Cc}+/gu, ' ')
    .replace(/ +/g, ' ')
    .trim()
  const short = plain.length > most ? `${plain.slice(0, most - 1)}…` : plain
  return looksPersonal(short) ? '' : short
}

/** What a screen can draw. */
function few(shapes: readonly Shape[]): readonly Shape[] {
  let points = 0
  return shapes.slice(0, MOST_SHAPES).filter((shape) => {
    points += shape.form === 'polygon' ? shape.ring.length : 1
    return points <= MOST_POINTS
  })
}
