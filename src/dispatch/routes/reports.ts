/** The doors of reports: the figures of a span and the account of one incident, to be read, printed (PDF) or counted again (CSV). */
import { z } from 'zod'
import { lookOf } from '../../access/calls.ts'
import { type Call, type Door, door, json, type Reply } from '../../access/door.ts'
import type { IncidentId } from '../../core/ids.ts'
import { ok, type Result, refuse } from '../../core/result.ts'
import type { Language } from '../../core/text.ts'
import { DAY, HOUR, MINUTE, SECOND } from '../../core/time.ts'
import { sqlOf } from '../../journal/io/database.ts'
import type { Incident } from '../incident.ts'
import type { Given } from '../io/given.ts'
import { timeline } from '../io/timeline.ts'
import type { Order } from '../order.ts'
import type { IncidentAnswer, SpanAnswer } from '../report/answer.ts'
import { ordersCsv } from '../report/csv.ts'
import { type Block, spanDocument } from '../report/document.ts'
import { figuresOf } from '../report/figures.ts'
import { type IncidentMaterial, incidentDocument } from '../report/incident-document.ts'
import { findFont } from '../report/io/fonts.ts'
import { readMaterial } from '../report/io/material.ts'
import { pdfOf } from '../report/io/pdf.ts'
import { speechOf } from '../report/language.ts'
import { sketchOf } from '../report/sketch.ts'
import { incidentId, noBody, nothing } from '../schemas.ts'
import { refused } from './reply.ts'

/** A month: reports of a campaign are made of figures that somebody keeps. */
const MOST_SPAN_MS = 31 * DAY
/** A unit is shown on the sketch from a little before it was ordered. */
const BEFORE_MS = 2 * MINUTE
const LONGEST_SKETCH_MS = 6 * HOUR
const STEP_MS = 5 * SECOND

const instant = z.coerce.number().int().min(0).max(8.64e15)
const language = z.enum(['zh', 'en']).default('zh')
const spanQuery = z.strictObject({ from: instant, to: instant })
const printedSpanQuery = z.strictObject({ from: instant, to: instant, language })
const one = z.strictObject({ id: incidentId })

const shared = {
  method: 'GET',
  knock: 'signed-in',
  act: 'report.read',
  trace: { leaves: 'look-up' },
  command: false,
  maxBodyBytes: 0,
  body: noBody,
} as const

export function reportDoors(given: Given): readonly Door[] {
  const { access, centre, database } = given

  const spanRead = async (call: Call<unknown, { readonly from: number; readonly to: number }, unknown>) => {
    const { from, to } = call.query
    if (to <= from || to - from > MOST_SPAN_MS) return refuse('span-too-long')
    const look = lookOf(call, { kind: 'board', id: `report:${from}-${to}` })
    if (!look.ok) return look
    // The trace is committed first: while it is not, no fact behind it has its number, and a month is long to read.
    const seen = await access.ledger.reading(look.value, async () => ok(null))
    return seen.ok ? ok(await readMaterial(database.sql, from, to)) : seen
  }
  const incidentRead = async (
    call: Call<{ readonly id: IncidentId }, unknown, unknown>,
    tongue: Language,
  ): Promise<Result<Omit<IncidentAnswer, 'timeZone'>>> => {
    const key = call.params.id
    const look = lookOf(call, { kind: 'incident', id: key })
    if (!look.ok) return look
    const read = await access.ledger.reading<Omit<IncidentMaterial, 'sketch'>, 'not-found'>(look.value, async (tx) => {
      const facts = await timeline(tx, key)
      if (!facts) return refuse('not-found')
      const sql = sqlOf(tx)
      const [incidents, orders] = await Promise.all([
        sql<{ state: Incident }[]>`select state from incident_view where id = ${key}`,
        sql<{ state: Order }[]>`select state from order_view where incident = ${key} order by id`,
      ])
      const incident = incidents[0]?.state
      return incident ? ok({ incident, facts, orders: orders.map(({ state }) => state) }) : refuse('not-found')
    })
    if (!read.ok) return read
    const { incident, orders } = read.value
    return ok({ ...read.value, sketch: await drawn(incident, orders, call.at, tongue) })
  }
  async function drawn(incident: Incident, orders: readonly Order[], now: number, tongue: Language) {
    const units = [...new Set(orders.flatMap(({ unit }) => unit ?? []))]
    const ended = incident.state === 'closed' ? incident.closedAt : now
    const to = Math.min(ended, incident.openedAt + LONGEST_SKETCH_MS)
    const trails = await given.trails(units, incident.openedAt - BEFORE_MS, to, STEP_MS)
    const ways = trails.map(({ unit, fixes }) => ({
      unit,
      label: namesIn(tongue).unit(unit),
      positions: fixes.map(({ position }) => position),
    }))
    return sketchOf(incident.opened.place.position, ways)
  }
  async function printed(
    blocks: (speech: ReturnType<typeof speechOf>) => readonly Block[],
    as: { readonly language: Language; readonly at: number; readonly file: string },
  ): Promise<Reply> {
    const font = await findFont()
    if (!font) return refused('no-font')
    const speech = speechOf(as.language, centre.timeZone)
    const all = blocks(speech)
    const [title] = all
    const bytes = await pdfOf(all, font, {
      title: title?.block === 'title' ? title.text : '',
      madeAt: as.at,
      page: (page) => speech.say('page', { page }),
    })
    return {
      ...{ status: 200, bytes, mediaType: 'application/pdf' },
      headers: { 'content-disposition': `attachment; filename="${as.file}.pdf"` },
    }
  }
  const namesIn = (tongue: Language) => ({
    agency: (key: string) => centre.agencies.find((known) => known.id === key)?.name[tongue] ?? key,
    unit: (key: string) => centre.units.find((known) => known.id === key)?.label[tongue] ?? key,
    person: (key: string) => centre.agencies.find((known) => known.id === key)?.name[tongue] ?? key,
  })

  return [
    door({
      ...shared,
      path: '/api/reports/span',
      params: nothing,
      query: spanQuery,
      summary: 'The figures of a span of time, exercises left out: counts, clocks, targets, corrections.',
      answer: async (call) => {
        const read = await spanRead(call)
        if (!read.ok) return refused(read.refusal)
        const answer: SpanAnswer = {
          figures: figuresOf(read.value, centre.targets),
          ...{ at: call.at, timeZone: centre.timeZone },
        }
        return json(answer)
      },
    }),
    door({
      ...shared,
      path: '/api/reports/span.csv',
      params: nothing,
      query: spanQuery,
      summary: 'Every order of a span with its clocks, one row each, no person in it.',
      answer: async (call) => {
        const read = await spanRead(call)
        if (!read.ok) return refused(read.refusal)
        return {
          ...{ status: 200, bytes: Buffer.from(ordersCsv(read.value)), mediaType: 'text/csv; charset=utf-8' },
          headers: { 'content-disposition': `attachment; filename="orders-${call.query.from}-${call.query.to}.csv"` },
        }
      },
    }),
    door({
      ...shared,
      path: '/api/reports/span.pdf',
      params: nothing,
      query: printedSpanQuery,
      summary: 'The same figures on paper.',
      answer: async (call) => {
        const read = await spanRead(call)
        if (!read.ok) return refused(read.refusal)
        const tongue = call.query.language
        const agencyName = namesIn(tongue).agency
        return printed(
          (speech) =>
            spanDocument(figuresOf(read.value, centre.targets), speech, {
              ...{ centre: centre.name[tongue], madeAt: call.at, agencyName },
            }),
          { language: tongue, at: call.at, file: `report-${call.query.from}-${call.query.to}` },
        )
      },
    }),
    door({
      ...shared,
      path: '/api/reports/incidents/:id',
      params: one,
      query: nothing,
      summary: 'The after-action account of one incident: its facts, orders, clocks and a sketch.',
      answer: async (call) => {
        const read = await incidentRead(call, 'en')
        if (!read.ok) return refused(read.refusal)
        const answer: IncidentAnswer = { ...read.value, timeZone: centre.timeZone }
        return json(answer)
      },
    }),
    door({
      ...shared,
      path: '/api/reports/incidents/:id/pdf',
      params: one,
      query: z.strictObject({ language }),
      summary: 'The same account on paper.',
      answer: async (call) => {
        const tongue = call.query.language
        const read = await incidentRead(call, tongue)
        if (!read.ok) return refused(read.refusal)
        return printed((speech) => incidentDocument(read.value, speech, namesIn(tongue)), {
          ...{ language: tongue, at: call.at, file: `incident-${read.value.incident.opened.number}` },
        })
      },
    }),
  ]
}
