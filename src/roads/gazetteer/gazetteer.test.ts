/** The gazetteer: what has a name is found by it, in any script and with a letter wrong. */
import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { distanceM } from '../../core/geo.ts'
import { GraphBuilder } from '../build.ts'
import { readNetwork } from '../io/import.ts'
import { layKilometres } from '../kilometres/lay.ts'
import { PlaceFinder } from '../place-finder.ts'
import { type Sketch, tell } from '../roads.fixture.ts'
import { PlaceCollector, type Placed } from './collect.ts'
import { gazetteerOf, NameSearch } from './gazetteer.ts'
import { streetsOf } from './streets.ts'
import { indexedWords, mistakes, plain } from './words.ts'

const named = (en: string, zh: string) => ({ name: zh, 'name:en': en })
const CITY: Sketch = {
  nodes: {
    ...{ a: [0, 0], b: [10, 0], c: [20, 0], d: [10, 10], e: [10, -10] },
    ...{ f: [0, 30], g: [10, 30.4], h: [10, 30], i: [20, 30] },
    house: [10.2, 5, { 'addr:housenumber': '120', 'addr:street': '中山路' }],
    first: [3, 1, { amenity: 'hospital', ...named('First Hospital', '第一医院') }],
    cafe: [4, 1, { amenity: 'cafe', name: 'Café São João' }],
    tree: [5, 1, { natural: 'tree', name: 'Old tree' }],
    ...{ corner: [2, 2], corner2: [2, 2.2], corner3: [2.2, 2.2] },
  },
  ways: {
    hexing: { nodes: 'a b c', tags: { ...named('Hexing Road', '禾兴路') } },
    zhongshan: { nodes: 'd b e', tags: { ...named('Zhongshan Road', '中山路') } },
    over: { nodes: 'f h i', tags: { highway: 'motorway', name: '申禾高速', ref: 'S12' } },
    bridge: { nodes: 'd g', tags: { name: '北桥路' } },
    station: {
      nodes: 'corner corner2 corner3',
      tags: { highway: '', building: 'yes', amenity: 'police', name: '北门派出所' },
    },
  },
}

function finderOf(sketch: Sketch): PlaceFinder {
  const builder = new GraphBuilder()
  const collector = new PlaceCollector()
  // The fixture gives every way a highway; a building has none.
  const withoutBlank = (tags: ReadonlyMap<string, string>) => new Map([...tags].filter(([, value]) => value !== ''))
  const [first, second] = [collector.ways(), builder.ways()]
  tell(sketch, {
    way: (id, refs, tags) => {
      first.way?.(id, refs, withoutBlank(tags))
      second.way?.(id, refs, withoutBlank(tags))
    },
  })
  const [third, fourth] = [collector.nodes(), builder.nodes()]
  tell(sketch, {
    node: (...said) => {
      third.node?.(...said)
      fourth.node?.(...said)
    },
  })
  const { graph } = builder.done('sketch')
  const gazetteer = gazetteerOf([...streetsOf(graph, collector.streets), ...collector.done()])
  return new PlaceFinder(graph, { kilometres: layKilometres(graph, collector.posts), gazetteer })
}
const finder = finderOf(CITY)
const first = (text: string) => {
  const [best] = finder.find(text).candidates
  return best ? `${best.kind} ${best.place.label.en}` : null
}

test('streets, addresses and points of interest are found by the beginnings of their words, in either language', () => {
  assert.equal(first('zhong'), 'street Zhongshan Road')
  assert.equal(first('山路'), 'street Zhongshan Road')
  assert.equal(first('中山路120'), 'address 120 Zhongshan Road')
  assert.equal(first('120 zhong'), 'address 120 Zhongshan Road')
  assert.equal(first('road zhongshan'), 'street Zhongshan Road')
  assert.equal(first('医院'), 'poi First Hospital')
  assert.equal(first('hosp'), 'poi First Hospital')
  assert.equal(first('sao joao'), 'poi Café São João')
  assert.equal(first('派出所'), 'poi 北门派出所')
  assert.equal(first('old tree'), null)
  assert.equal(first('zzz'), null)
})

test('a letter wrong, missing, too many or changed over finds it all the same; a number wrong does not', () => {
  for (const typed of ['zhongsan', 'zhongshhan', 'zhognshan', 'shongshan', 'zhongshan roda'])
    assert.equal(first(typed), 'street Zhongshan Road', typed)
  assert.equal(first('121 zhongshan'), null)
  assert.equal(first('zhongshan xq road'), 'street Zhongshan Road', 'one word of three may be wholly wrong')
})

test('a crossing is where both streets meet, and where one passes over the other', () => {
  const [crossing] = finder.find('Zhongshan x Hexing').candidates
  assert.equal(crossing?.kind, 'crossing')
  assert.deepEqual(crossing.place.label, { zh: '中山路与禾兴路路口', en: 'Zhongshan Road × Hexing Road' })
  assert.ok(distanceM(crossing.place.position, [0.01, 0]) < 1)
  const [over] = finder.find('S12 / 北桥路').candidates
  assert.ok(over?.kind === 'crossing' && distanceM(over.place.position, [0.01, 0.03]) < 60)
  assert.deepEqual(
    finder.find('Hexing x 北桥路').candidates.filter(({ kind }) => kind === 'crossing'),
    [],
  )
})

test('a beginning with mistakes is judged as the slow way judges it', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 7 })
  fc.assert(
    fc.property(word, word, fc.integer({ min: 0, max: 2 }), (typed, whole, most) => {
      const beginnings = Array.from({ length: whole.length + 1 }, (_, length) => whole.slice(0, length))
      const least = Math.min(...beginnings.map((beginning) => apart(typed, beginning)))
      assert.equal(mistakes(typed, whole, most), least <= most ? least : null)
    }),
  )
})

/** Optimal string alignment by its definition. */
function apart(a: string, b: string): number {
  if (a === '' || b === '') return Math.max(a.length, b.length)
  const [x, y] = [a.slice(0, -1), b.slice(0, -1)]
  const swapped = a.length > 1 && b.length > 1 && a.at(-1) === b.at(-2) && a.at(-2) === b.at(-1)
  return Math.min(
    apart(x, b) + 1,
    apart(a, y) + 1,
    apart(x, y) + (a.at(-1) === b.at(-1) ? 0 : 1),
    swapped ? apart(x.slice(0, -1), y.slice(0, -1)) + 1 : Number.POSITIVE_INFINITY,
  )
}

test('whatever its name, what is in the index is found by all of it and by the beginning of each word', () => {
  const label = fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 24 })
    .filter((text) => indexedWords(text).size > 0 && indexedWords(text).size < 8)
  fc.assert(
    fc.property(fc.array(label, { minLength: 1, maxLength: 12 }), (labels) => {
      const places = labels.map(
        (name, at): Placed => ({
          kind: 'poi',
          label: { zh: name, en: name },
          category: '',
          alsoSaid: '',
          lon: at * 1_000_000,
          lat: 0,
        }),
      )
      const search = new NameSearch(gazetteerOf(places))
      for (const name of labels) {
        const found = search.find(name, 50).map((one) => plain(one.label.zh))
        assert.ok(found.includes(plain(name)), name)
      }
    }),
    { numRuns: 60 },
  )
})

const PORTO = fileURLToPath(new URL('../../../../shared/data/roads/porto.osm.pbf', import.meta.url))
test('a real city: its streets by their names without accents, its crossings, and what was typed is never thrown at', {
  skip: existsSync(PORTO) ? false : 'the extract of Porto is not here',
}, () => {
  const read = readNetwork(PORTO)
  assert.ok(read.ok)
  const real = new PlaceFinder(read.value.graph, read.value.places)
  const best = (text: string) => real.find(text).candidates[0]
  assert.equal(best('ru santa catrina')?.place.label.en, 'Rua de Santa Catarina')
  assert.equal(best('rua da alegria x rua formosa')?.kind, 'crossing')
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), (text) => real.find(text).candidates.length <= 8),
  )
})

test('an extract whose roads have no names answers nothing, in good order', () => {
  const bare = finderOf({ nodes: { a: [0, 0], b: [1, 0] }, ways: { '': { nodes: 'a b' } } })
  assert.deepEqual(bare.find('main street'), { candidates: [], beyond: null })
  assert.equal(bare.locate([0.0005, 0])?.name, '')
  assert.deepEqual(bare.locate([0.0005, 0])?.references, [])
})
