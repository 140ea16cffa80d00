/** A CAP 1.2 alert: what it may hold and in which order, judged as OASIS' XML schema judges it. Pure. */
import { z } from 'zod'
import { UNSAYABLE } from './xml.ts'

/** CAP 1.1 differs in nothing that is kept here; its messages are read, 1.2 is written. */
export const NAMESPACES = ['urn:oasis:names:tc:emergency:cap:1.2', 'urn:oasis:names:tc:emergency:cap:1.1'] as const

/** How often an element may come: `1` once, `?` at most once, `*` any number, `+` at least once; with the form of what is inside. */
export type Particle = readonly [name: string, often: '1' | '?' | '*' | '+', inside?: Part]
export type Part = 'alert' | 'info' | 'pair' | 'resource' | 'area'

/** The sequences of CAP-v1.2.xsd. */
export const SEQUENCE: Readonly<Record<Part, readonly Particle[]>> = {
  alert: [
    ['identifier', '1'],
    ['sender', '1'],
    ['sent', '1'],
    ['status', '1'],
    ['msgType', '1'],
    ['source', '?'],
    ['scope', '1'],
    ['restriction', '?'],
    ['addresses', '?'],
    ['code', '*'],
    ['note', '?'],
    ['references', '?'],
    ['incidents', '?'],
    ['info', '*', 'info'],
  ],
  info: [
    ['language', '?'],
    ['category', '+'],
    ['event', '1'],
    ['responseType', '*'],
    ['urgency', '1'],
    ['severity', '1'],
    ['certainty', '1'],
    ['audience', '?'],
    ['eventCode', '*', 'pair'],
    ['effective', '?'],
    ['onset', '?'],
    ['expires', '?'],
    ['senderName', '?'],
    ['headline', '?'],
    ['description', '?'],
    ['instruction', '?'],
    ['web', '?'],
    ['contact', '?'],
    ['parameter', '*', 'pair'],
    ['resource', '*', 'resource'],
    ['area', '*', 'area'],
  ],
  pair: [
    ['valueName', '1'],
    ['value', '1'],
  ],
  resource: [
    ['resourceDesc', '1'],
    ['mimeType', '1'],
    ['size', '?'],
    ['uri', '?'],
    ['derefUri', '?'],
    ['digest', '?'],
  ],
  area: [
    ['areaDesc', '1'],
    ['polygon', '*'],
    ['circle', '*'],
    ['geocode', '*', 'pair'],
    ['altitude', '?'],
    ['ceiling', '?'],
  ],
}

/** xs:string within what XML can carry; bounded, because a message comes from outside. */
const string = z
  .string()
  .max(60_000)
  .refine((text) => !UNSAYABLE.test(text), 'holds characters that XML cannot carry')
/** The types of XSD that collapse blanks around them. */
const collapsed = string.transform((text) => text.replace(/[ \t\r\n]+/g, ' ').trim())

const DATE_TIME = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)[-+](\d\d):(\d\d)$/
/** xs:dateTime (year 0000 is none, 24:00:00 ends a day, offsets up to 14 h) with CAP's pattern: whole seconds and a numeric offset. */
function isDateTime(text: string): boolean {
  const [year, month, day, hour, minute, second, zoneHour, zoneMinute] = (DATE_TIME.exec(text) ?? [])
    .slice(1)
    .map(Number)
  if (zoneMinute === undefined || zoneHour === undefined) return false
  if (year === undefined || month === undefined || day === undefined || year === 0) return false
  if (month < 1 || month > 12 || day < 1 || day > new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate())
    return false
  if (zoneMinute > 59 || zoneHour > 14 || (zoneHour === 14 && zoneMinute > 0)) return false
  if (hour === 24) return minute === 0 && second === 0
  return (hour ?? 99) < 24 && (minute ?? 99) < 60 && (second ?? 99) < 60
}
const dateTime = collapsed.refine(isDateTime, 'is no xs:dateTime of CAP: 2026-11-28T07:30:00+08:00')
const language = collapsed.refine((text) => /^[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*$/.test(text), 'is no language tag')
const integer = collapsed.refine((text) => /^[-+]?\d+$/.test(text), 'is no whole number')
const decimal = collapsed.refine((text) => /^[-+]?(\d+(\.\d*)?|\.\d+)$/.test(text), 'is no decimal number')

const pair = z.strictObject({ valueName: string, value: string })
const many = <T extends z.ZodType>(one: T) => z.array(one).max(2_000)
const CATEGORIES = [
  'Geo',
  'Met',
  'Safety',
  'Security',
  'Rescue',
  'Fire',
  'Health',
  'Env',
  'Transport',
  'Infra',
  'CBRNE',
  'Other',
] as const
const RESPONSES = [
  'Shelter',
  'Evacuate',
  'Prepare',
  'Execute',
  'Avoid',
  'Monitor',
  'Assess',
  'AllClear',
  'None',
] as const
export const URGENCIES = ['Immediate', 'Expected', 'Future', 'Past', 'Unknown'] as const
export const SEVERITIES = ['Extreme', 'Severe', 'Moderate', 'Minor', 'Unknown'] as const
export const CERTAINTIES = ['Observed', 'Likely', 'Possible', 'Unlikely', 'Unknown'] as const

const resource = z.strictObject({
  resourceDesc: string,
  mimeType: string,
  size: integer.optional(),
  uri: collapsed.optional(),
  derefUri: string.optional(),
  digest: string.optional(),
})

const area = z.strictObject({
  areaDesc: string,
  polygon: many(string).optional(),
  circle: many(string).optional(),
  geocode: many(pair).optional(),
  altitude: decimal.optional(),
  ceiling: decimal.optional(),
})

const info = z.strictObject({
  language: language.optional(),
  category: many(z.enum(CATEGORIES)).min(1),
  event: string,
  responseType: many(z.enum(RESPONSES)).optional(),
  urgency: z.enum(URGENCIES),
  severity: z.enum(SEVERITIES),
  certainty: z.enum(CERTAINTIES),
  audience: string.optional(),
  eventCode: many(pair).optional(),
  effective: dateTime.optional(),
  onset: dateTime.optional(),
  expires: dateTime.optional(),
  senderName: string.optional(),
  headline: string.optional(),
  description: string.optional(),
  instruction: string.optional(),
  web: collapsed.optional(),
  contact: string.optional(),
  parameter: many(pair).optional(),
  resource: many(resource).optional(),
  area: many(area).optional(),
})

/** The same alert as JSON: names as in the schema, a list for what may come more than once. */
export const capAlert = z.strictObject({
  identifier: string,
  sender: string,
  sent: dateTime,
  status: z.enum(['Actual', 'Exercise', 'System', 'Test', 'Draft']),
  msgType: z.enum(['Alert', 'Update', 'Cancel', 'Ack', 'Error']),
  source: string.optional(),
  scope: z.enum(['Public', 'Restricted', 'Private']),
  restriction: string.optional(),
  addresses: string.optional(),
  code: many(string).optional(),
  note: string.optional(),
  references: string.optional(),
  incidents: string.optional(),
  info: many(info).optional(),
})
export type CapAlert = z.infer<typeof capAlert>
export type CapInfo = z.infer<typeof info>
