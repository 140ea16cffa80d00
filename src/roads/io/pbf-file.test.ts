import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { deflateSync } from 'node:zlib'
import { PbfWriter } from 'pbf'
import { diceFrom } from '../../core/dice.ts'
import { importRoads, readGraph } from './import.ts'
import { readPbf } from './pbf-file.ts'

const folder = mkdtempSync(join(tmpdir(), 'fm-pbf-'))
after(() => rmSync(folder, { recursive: true }))
const REAL = fileURLToPath(new URL('../../../../shared/data/roads/porto.osm.pbf', import.meta.url))
const skip = existsSync(REAL) ? false : 'the extract of Porto is not here'

function written(bytes: Uint8Array): string {
  const file = join(folder, 'case.osm.pbf')
  writeFileSync(file, bytes)
  return file
}

function refusalOf(bytes: Uint8Array): string {
  const read = readPbf(written(bytes), { node: () => {}, way: () => {}, relation: () => {} })
  if (read.ok) return 'read'
  assert.ok(read.detail && read.detail.length > 10, 'it says it in a sentence')
  return read.refusal
}

function block(type: string, content: Uint8Array, size = content.length): Buffer {
  const blob = new PbfWriter()
  blob.writeVarintField(2, size)
  blob.writeBytesField(3, deflateSync(content))
  const packed = blob.finish()
  const header = new PbfWriter()
  header.writeStringField(1, type)
  header.writeVarintField(3, packed.length)
  const head = header.finish()
  const length = Buffer.alloc(4)
  length.writeUInt32BE(head.length)
  return Buffer.concat([length, head, packed])
}

function headerBlock(...features: readonly string[]): Buffer {
  const content = new PbfWriter()
  for (const feature of features) content.writeStringField(4, feature)
  return block('OSMHeader', content.finish())
}

/** One way between two nodes that are written one by one and not densely, with an offset and a granularity of their own. */
function dataBlock(keyOfWay = 1): Buffer {
  const content = new PbfWriter()
  content.writeMessage(
    1,
    (words: readonly string[], pbf) => {
      for (const word of words) pbf.writeStringField(1, word)
    },
    ['', 'highway', 'residential'],
  )
  content.writeMessage(
    2,
    (_, group) => {
      for (const [id, lat, lon] of [
        [1, 10, 20],
        [2, 10, 30],
      ] as const)
        group.writeMessage(
          1,
          (__, node) => {
            node.writeSVarintField(1, id)
            node.writeSVarintField(8, lat)
            node.writeSVarintField(9, lon)
          },
          null,
        )
      group.writeMessage(
        3,
        (__, way) => {
          way.writeVarintField(1, 7)
          way.writePackedVarint(2, [keyOfWay])
          way.writePackedVarint(3, [2])
          way.writePackedSVarint(8, [1, 1])
        },
        null,
      )
    },
    null,
  )
  content.writeVarintField(17, 1_000_000)
  content.writeVarintField(19, 5_000_000_000)
  return block('OSMData', content.finish())
}

test('nodes that are written one by one, in a grid of their own, are where they say', () => {
  const nodes: number[][] = []
  const ways: string[] = []
  const read = readPbf(written(Buffer.concat([headerBlock('OsmSchema-V0.6'), dataBlock()])), {
    node: (...of) => nodes.push(of.slice(0, 3).map(Number)),
    way: (id, refs, tags) => ways.push(`${id}: ${[...refs].join(' ')} ${tags.get('highway')}`),
  })
  assert.ok(read.ok)
  assert.deepEqual(nodes, [
    [1, 200_000, 50_100_000],
    [2, 300_000, 50_100_000],
  ])
  assert.deepEqual(ways, ['7: 1 2 residential'])
})

test('what is no PBF file is called so', () => {
  assert.equal(refusalOf(new Uint8Array(0)), 'not-pbf')
  assert.equal(refusalOf(Buffer.from('<?xml version="1.0"?><osm></osm>')), 'not-pbf')
  assert.equal(refusalOf(Buffer.from([0, 0, 0])), 'not-pbf')
  assert.equal(refusalOf(dataBlock()), 'not-pbf')
  const missing = readPbf(join(folder, 'nothing.pbf'), {})
  assert.ok(!missing.ok && missing.refusal === 'no-file')
})

test('a file for another kind of reader says what it needs', () => {
  const read = readPbf(written(headerBlock('OsmSchema-V0.6', 'HistoricalInformation')), {})
  assert.ok(!read.ok && read.refusal === 'strange-format' && read.detail?.includes('HistoricalInformation'))
})

test('a block that lies about its words or its length is broken, and no road is made of it', () => {
  const header = headerBlock('OsmSchema-V0.6')
  assert.equal(refusalOf(Buffer.concat([header, dataBlock(9)])), 'broken-block')
  assert.equal(refusalOf(Buffer.concat([header, block('OSMData', Buffer.from([10, 200, 1, 2]))])), 'broken-block')
  assert.equal(refusalOf(Buffer.concat([header, block('OSMData', Buffer.from([10, 1, 2]), 77)])), 'broken-block')
  assert.equal(refusalOf(Buffer.concat([header, Buffer.from([0, 0, 0, 3, 1, 2, 3])])), 'broken-block')
})

test('a small packet that unpacks to gigabytes does not', () => {
  const bomb = block('OSMData', Buffer.alloc(40 * 1024 * 1024))
  assert.equal(refusalOf(Buffer.concat([headerBlock(), bomb])), 'broken-block')
})

test('a real file that is cut short anywhere is refused and not half used', { skip }, () => {
  const whole = readFileSync(REAL)
  const dice = diceFrom(3, 'cuts')
  for (let cut = 0; cut < 12; cut += 1) {
    const read = readGraph(written(whole.subarray(0, 1 + dice.below(whole.length - 1))))
    assert.ok(!read.ok && ['cut-short', 'not-pbf'].includes(read.refusal), read.ok ? 'read' : read.refusal)
  }
})

test('a real file with wrong bytes in it is refused, or read where they do no harm, and never throws', {
  skip,
}, async () => {
  const whole = readFileSync(REAL)
  const dice = diceFrom(4, 'bytes')
  let refused = 0
  for (let round = 0; round < 12; round += 1) {
    const bytes = Buffer.from(whole)
    for (let wrong = 0; wrong < 3; wrong += 1) bytes[dice.below(bytes.length)] = dice.below(256)
    const read = await importRoads(written(bytes))
    if (!read.ok) refused += 1
  }
  assert.ok(refused >= 8, `${refused} of 12`)
})
