/** Figures, CSV and sketch: exercises count nowhere, mergers once, nobody is ranked, and a spreadsheet runs nothing. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type IncidentId, id, type OrderId } from '../../core/ids.ts'
import { HOUR, SECOND } from '../../core/time.ts'
import { evolve as evolveIncident, type Incident, type IncidentFact, type Opened } from '../incident.ts'
import { evolve as evolveOrder, type Order } from '../order.ts'
import { issued, MORNING, OFFICER, opened, POLICE, RESCUE, RESCUE_DESK } from '../samples.ts'
import { field, ordersCsv } from './csv.ts'
import { spanDocument } from './document.ts'
import { type Correction, figuresOf, type Material } from './figures.ts'
import { speechOf } from './language.ts'
import { sketchOf } from './sketch.ts'
import { TARGETS } from './targets.ts'

let made = 0
function incident(change: Partial<Opened> = {}, ...facts: readonly IncidentFact[]): Incident {
  const key = id<'incident'>(`i-${++made}`)
  const first = evolveIncident(null, key, {
    ...{ type: 'opened', v: 1, at: MORNING },
    ...opened({ number: `20261123-${made}`, ...change }),
  })
  return facts.reduce((now: Incident, fact) => evolveIncident(now, key, fact), first)
}
function ordered(of: IncidentId, agency = RESCUE, signedAfterS = 20): Order {
  const key: OrderId = id<'order'>(`o-${++made}`)
  const first = evolveOrder(null, key, { type: 'issued', v: 1, at: MORNING, ...issued({ incident: of, agency }) })
  return evolveOrder(first, key, {
    ...{
      type: 'signed-for',
      v: 1,
      at: MORNING + signedAfterS * SECOND,
      by: RESCUE_DESK,
      agencyNumber: null,
      unit: null,
    },
  })
}
const material = (more: Partial<Material>): Material => ({
  ...{ from: MORNING, to: MORNING + HOUR, incidents: [], orders: [], warnings: [], corrections: [] },
  ...more,
})

test('an exercise is left out of every figure, and the report says how many there were', () => {
  const [real, practised] = [incident(), incident({ exercise: true })]
  const correction = (of: Incident): Correction => ({
    ...{ incident: of.id, number: of.opened.number, type: 'amended', at: MORNING, recordedAt: MORNING },
  })
  const figures = figuresOf(
    material({
      incidents: [real, practised],
      orders: [ordered(real.id), ordered(practised.id, POLICE, 900)],
      corrections: [correction(real), correction(practised)],
    }),
    TARGETS,
  )
  assert.equal(figures.incidents.counted, 1)
  assert.equal(figures.incidents.exercises, 1)
  assert.equal(figures.orders.issued, 1)
  assert.deepEqual(figures.clocks['sign-for'].buckets, [1, 0, 0, 0, 0])
  assert.deepEqual(
    figures.byAgency.map(({ of }) => of),
    [RESCUE],
  )
  assert.equal(figures.corrections.length, 1)
  assert.ok(!ordersCsv(material({ incidents: [practised], orders: [ordered(practised.id)] })).includes('road-rescue'))
  const said = spanDocument(figures, speechOf('en', 'UTC'), { centre: 'C', madeAt: MORNING, agencyName: String })
  assert.ok(said.some((block) => block.block === 'text' && block.text.includes('exercise') && block.text.includes('1')))
})

test('what was written up from paper is counted, and stands in no clock', () => {
  const [live, paper] = [incident(), incident({ later: true })]
  const told = ordered(paper.id, POLICE, 900)
  const later = { ...told, issued: { ...told.issued, brief: { ...told.issued.brief, later: true as const } } }
  const figures = figuresOf(material({ incidents: [live, paper], orders: [ordered(live.id), later] }), TARGETS)
  assert.equal(figures.incidents.later, 1)
  assert.equal(figures.orders.issued, 2)
  assert.deepEqual(figures.clocks['sign-for'].buckets, [1, 0, 0, 0, 0])
  assert.deepEqual(figures.byAgency.find(({ of }) => of === POLICE)?.clocks['sign-for'].buckets, [0, 0, 0, 0, 0])
})

test('a merged incident is counted where it was merged into, and the orders of both count', () => {
  const into = incident()
  const merged = incident({}, { type: 'merged', v: 1, at: MORNING + 1, into: into.id, by: OFFICER })
  const figures = figuresOf(
    material({ incidents: [into, merged], orders: [ordered(into.id), ordered(merged.id)] }),
    TARGETS,
  )
  assert.equal(figures.incidents.counted, 1)
  assert.equal(figures.incidents.merged, 1)
  assert.equal(figures.orders.issued, 2)
})

test('agencies stand in the order of their names, whoever is faster, and no person is named anywhere', () => {
  const one = incident()
  for (const [fast, slow] of [
    [POLICE, RESCUE],
    [RESCUE, POLICE],
  ] as const) {
    const all = material({ incidents: [one], orders: [ordered(one.id, fast, 5), ordered(one.id, slow, 500)] })
    const figures = figuresOf(all, TARGETS)
    assert.deepEqual(
      figures.byAgency.map(({ of }) => of),
      [RESCUE, POLICE],
    )
    for (const text of [JSON.stringify(figures), ordersCsv(all)]) assert.ok(!text.includes(OFFICER), text)
  }
})

test('a target says what share was within it, and that what nobody measures was not measured', () => {
  const one = incident()
  const orders = [20, 40, 60, 61].map((seconds) => ordered(one.id, RESCUE, seconds - 9))
  const figures = figuresOf(material({ incidents: [one], orders }), TARGETS)
  const own = figures.targets.find(({ target }) => target.id === 'first-minute')
  assert.equal(own?.counted, 4)
  assert.equal(own?.within, 0.75)
  assert.equal(figures.targets.find(({ target }) => target.id === 'nena-020-15')?.within, null)
})

test('whatever stands in a field, a spreadsheet reads it back as text and runs nothing', () => {
  assert.equal(field('=1+1'), "'=1+1")
  assert.equal(field('a "b", c'), '"a ""b"", c"')
  fc.assert(
    fc.property(fc.string(), (text) => {
      const cell = field(text)
      const read = cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell
      assert.ok(read === text || read === `'${text}`)
      assert.ok(!/^[=+\-@\t\r]/.test(read))
      if (!cell.startsWith('"')) assert.ok(!/[",\r\n]/.test(cell))
    }),
  )
})

test('a sketch holds every way whole up to its widest reach, and none without positions', () => {
  const place = [120.75, 30.71] as const
  assert.equal(sketchOf(place, [{ unit: id<'unit'>('u'), label: 'u', positions: [] }]), null)
  const degrees = fc.double({ min: -0.05, max: 0.05, noNaN: true })
  fc.assert(
    fc.property(fc.array(fc.tuple(degrees, degrees), { minLength: 1, maxLength: 20 }), (moves) => {
      const positions = moves.map(([lon, lat]) => [place[0] + lon, place[1] + lat] as const)
      const sketch = sketchOf(place, [{ unit: id<'unit'>('u'), label: 'u', positions }])
      assert.equal(sketch?.ways[0]?.points.length, moves.length)
      for (const point of sketch?.ways[0]?.points ?? [])
        assert.ok(point.every((metres) => Math.abs(metres) <= (sketch?.reachM ?? 0)))
    }),
  )
})
