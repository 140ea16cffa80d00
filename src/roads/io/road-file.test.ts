import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { diceFrom } from '../../core/dice.ts'
import { gazetteerOf } from '../gazetteer/gazetteer.ts'
import { streetsOf } from '../gazetteer/streets.ts'
import { travelMs } from '../graph.ts'
import { contract } from '../hierarchy/contract.ts'
import { layKilometres } from '../kilometres/lay.ts'
import { graphOf } from '../roads.fixture.ts'
import { searchGraphOf } from '../search-graph.ts'
import { loadRoads, type RoadFile, saveRoads } from './road-file.ts'

const folder = mkdtempSync(join(tmpdir(), 'fm-roads-'))
after(() => rmSync(folder, { recursive: true }))

const graph = graphOf({
  nodes: { a: [0, 0], b: [5, 0], c: [5, 5] },
  ways: { 中山路: { nodes: 'a b', tags: { ref: 'S12' } }, side: { nodes: 'b c', tags: { oneway: 'yes' } } },
})
const hierarchy = contract(searchGraphOf(graph, travelMs(graph, 'car')))
const post = (kilometre: number, lon: number) =>
  ({ position: [lon, 0], kilometre, road: 'S12', carriageway: null }) as const
const roads: RoadFile = {
  graph,
  hierarchies: { car: hierarchy, emergency: hierarchy },
  places: {
    kilometres: layKilometres(graph, [post(1, 0), post(1.5, 0.005)]),
    gazetteer: gazetteerOf(streetsOf(graph, new Map())),
  },
}
assert.equal(roads.places.kilometres.lineRoad.length, 2)

test('a network is read back as it was written', () => {
  const file = join(folder, 'city.roads')
  saveRoads(file, roads)
  const loaded = loadRoads(file)
  assert.ok(loaded.ok)
  assert.deepEqual(loaded.value, roads)
})

test('a file that is cut or changed anywhere is not used, and says what to do', () => {
  const file = join(folder, 'broken.roads')
  saveRoads(file, roads)
  const whole = readFileSync(file)
  const dice = diceFrom(2, 'damage')
  for (let round = 0; round < 60; round += 1) {
    const bytes = Buffer.from(whole)
    const at = dice.below(bytes.length)
    if (round % 2 === 0) bytes[at] = (bytes[at] ?? 0) ^ (1 + dice.below(255))
    writeFileSync(file, round % 2 === 0 ? bytes : bytes.subarray(0, at))
    const loaded = loadRoads(file)
    if (loaded.ok) assert.deepEqual(loaded.value, roads, 'only padding may change')
    else assert.match(loaded.detail ?? '', /import/)
  }
  const none = loadRoads(join(folder, 'none.roads'))
  assert.ok(!none.ok && none.refusal === 'no-road-file' && none.detail?.includes('roads import'))
})
