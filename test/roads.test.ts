/** A centre with a road network: it answers as OSRM does, to those who are signed in; and one whose extract is broken runs all the same. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { layCity } from '../src/sim/city.ts'
import { extractOf } from '../src/sim/io/extract.ts'
import { openCentre } from './centre.ts'

const PEOPLE = [{ name: 'officer', role: 'duty-officer' }] as const
/** On S12, at its kilometres 44 and 47, up. */
const FROM = '120.7305,30.7197'
const TO = '120.7611,30.7262'

test('a client of OSRM is answered by the centre, and nobody else', async () => {
  const centre = await openCentre({ agencies: [], people: PEOPLE, roads: extractOf(layCity(7)) })
  try {
    await centre.start()
    const cookie = await centre.signIn('officer')
    const ask = async (path: string, headers: Record<string, string> = { cookie }) => {
      const answer = await fetch(`${centre.url}/osrm/${path}`, { headers })
      return { status: answer.status, said: (await answer.json()) as Record<string, unknown> } // the shape is OSRM's
    }
    const route = await ask(`route/v1/car/${FROM};${TO}?overview=full&geometries=geojson`)
    assert.equal(route.status, 200)
    const [best] = route.said.routes as { distance: number; duration: number }[] // the same
    assert.ok(best && best.distance > 2_500 && best.distance < 12_000, JSON.stringify(best))
    const table = await ask(`table/v1/emergency/${FROM};${TO};120.75,30.70`)
    assert.equal((table.said.durations as number[][]).flat().filter((each) => each > 0).length, 6)
    assert.equal((await ask(`nearest/v1/car/${FROM}?number=3`)).said.code, 'Ok')
    assert.equal((await ask(`match/v1/car/${FROM};${TO}`)).said.code, 'Ok')
    assert.equal((await ask(`route/v1/car/${FROM};${TO}`, {})).status, 401)
    assert.equal((await ask(`route/v1/boat/${FROM};${TO}`)).status, 404)
    assert.equal((await ask(`route/v1/car/${Array.from({ length: 101 }, () => FROM).join(';')}`)).status, 404)
    assert.equal((await ask(`route/v1/car/${FROM};0,0`)).said.code, 'NoSegment')
  } finally {
    await centre.close()
  }
})

test('an extract that is cut short is said, and the centre runs without roads', async () => {
  const whole = extractOf(layCity(7))
  const centre = await openCentre({ agencies: [], people: PEOPLE, roads: whole.subarray(0, whole.length >> 1) })
  try {
    await centre.start()
    assert.match(centre.log(), /Roads: .*cut|Roads: .*ends inside/)
    const cookie = await centre.signIn('officer')
    const answer = await fetch(`${centre.url}/osrm/route/v1/car/${FROM};${TO}`, { headers: { cookie } })
    assert.equal(answer.status, 503)
  } finally {
    await centre.close()
  }
})
