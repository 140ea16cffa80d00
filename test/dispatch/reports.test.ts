/** The doors of reports over real HTTP: who may read them, what they hold on the page, in CSV and on paper, and that both papers carry their own font. */
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { inflateSync } from 'node:zlib'
import type { IncidentAnswer, SpanAnswer } from '../../src/dispatch/report/answer.ts'
import { incidentDocument } from '../../src/dispatch/report/incident-document.ts'
import { findFont } from '../../src/dispatch/report/io/fonts.ts'
import { speechOf } from '../../src/dispatch/report/language.ts'
import { openRoom } from './room.ts'

const room = await openRoom()
after(() => room.close())
const { stage } = room
const hasFont = (await findFont()) !== null

const from = stage.now()
const orders = await room.openOrders('road-rescue', 'ambulance-120')
stage.turn(20_000)
for (const [order, who] of [
  [orders[0], 'rescue'],
  [orders[1], 'ambulance'],
] as const)
  for (const answer of ['signed-for', 'on-the-way', 'arrived', 'cleared']) {
    const said = await room.ask('POST', `/api/orders/${order?.id}/answers`, who, { answer, at: stage.now() })
    assert.equal(said.status, 200, said.text)
    stage.turn(60_000)
  }
const span = `from=${from}&to=${stage.now() + 1}`
const incident = orders[0]?.issued.incident ?? ''

test('a supervisor reads the figures of a span, an auditor under a file number, nobody else', async () => {
  const page = await room.ask('GET', `/api/reports/span?${span}`, 'supervisor')
  assert.equal(page.status, 200)
  // The door's own answer.
  const { figures } = JSON.parse(page.text) as SpanAnswer
  assert.equal(figures.orders.issued, 2)
  assert.equal(figures.clocks['sign-for'].counted, 2)
  assert.equal(stage.looks.at(-1)?.what.kind, 'board')
  for (const path of [`span?${span}`, `span.csv?${span}`, `span.pdf?${span}`, `incidents/${incident}`]) {
    for (const who of ['officer', 'rescue', 'crew'] as const)
      assert.equal((await room.ask('GET', `/api/reports/${path}`, who)).status, 403, `${who} ${path}`)
    assert.equal((await room.ask('GET', `/api/reports/${path}`, 'auditor')).status, 403, path)
  }
  const audit = await room.ask('GET', `/api/reports/span?${span}`, 'auditor', undefined, { purpose: 'audit/2026-7' })
  assert.equal(audit.status, 200)
})

test('the account of an incident tells who did what when, in both languages, from the same blocks as the paper', async () => {
  const page = await room.ask('GET', `/api/reports/incidents/${incident}`, 'supervisor')
  // The door's own answer.
  const account = JSON.parse(page.text) as IncidentAnswer
  const names = { agency: String, unit: String, person: (who: string) => `<${who}>` }
  for (const language of ['zh', 'en'] as const) {
    const speech = speechOf(language, account.timeZone)
    const text = JSON.stringify(incidentDocument(account, speech, names))
    for (const word of [speech.fact.opened, speech.fact['signed-for'], speech.terms.order.cleared, '<wang-min>'])
      assert.ok(text.includes(word), `${language}: ${word}`)
  }
  assert.equal((await room.ask('GET', `/api/reports/incidents/${crypto.randomUUID()}`, 'supervisor')).status, 404)
})

test('the CSV has one row for each order and names nobody', async () => {
  const page = await room.ask('GET', `/api/reports/span.csv?${span}`, 'supervisor')
  const rows = page.text.trim().split('\r\n')
  assert.equal(rows.length, 3)
  assert.ok(rows[1]?.includes('road-rescue') || rows[2]?.includes('road-rescue'))
  assert.ok(!page.text.includes('wang-min'))
})

/** The streams of a PDF, unpacked as far as they are deflated. */
function streamsOf(bytes: Buffer): string {
  const text = bytes.toString('latin1')
  return Array.from(text.matchAll(/stream\r?\n([\s\S]*?)endstream/g), ([, stream = '']) => {
    try {
      return inflateSync(Buffer.from(stream, 'latin1')).toString('latin1')
    } catch {
      return ''
    }
  }).join('\n')
}

test('the paper is a PDF with a font of its own, or is refused in words where there is none', async () => {
  for (const path of [`span.pdf?${span}&language=zh`, `incidents/${incident}/pdf?language=en`]) {
    const page = await room.raw(`/api/reports/${path}`, 'supervisor')
    if (!hasFont) {
      assert.equal(page.status, 503)
      continue
    }
    assert.equal(page.status, 200)
    assert.equal(page.type, 'application/pdf')
    const text = page.bytes.toString('latin1')
    assert.ok(text.startsWith('%PDF-'))
    assert.match(text, /\/FontFile3/)
    assert.match(text, /NotoSansCJK/)
    // Text is there as text, and can be copied out: the map from glyphs to characters names 签 or R.
    assert.match(streamsOf(page.bytes), path.startsWith('span') ? /7b7e/i : /0052/i)
  }
  assert.equal(await findFont([{ file: '/nowhere/at.all', family: 'None' }]), null)
})

test('a span that ends before it begins, or is longer than a month, is refused in words', async () => {
  for (const query of ['from=10&to=10', 'from=1&to=9999999999'])
    assert.equal((await room.ask('GET', `/api/reports/span?${query}`, 'supervisor')).json.refusal, 'span-too-long')
  assert.equal((await room.ask('GET', '/api/reports/span?from=a&to=2', 'supervisor')).status, 400)
  assert.equal((await room.ask('GET', `/api/reports/span.pdf?${span}&language=fr`, 'supervisor')).status, 400)
})
