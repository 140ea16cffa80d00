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

test('a typed place is answered with its kilometre and carriageway, and a place that contradicts the posts is refused', async () => {
  const centre = await openCentre({ agencies: [], people: PEOPLE, roads: extractOf(layCity(7)) })
  try {
    await centre.start()
    const cookie = await centre.signIn('officer')
    const ask = async (path: string) => {
      const answer = await fetch(`${centre.url}/api/${path}`, { headers: { cookie } })
      return { status: answer.status, said: (await answer.json()) as Found } // the door's own answer
    }
    type Found = { candidates: { kind: string; place: Record<string, unknown> }[]; beyond: unknown; road: unknown }
    const found = await ask(`places?q=${encodeURIComponent('S12 K45+300 下 应急车道')}`)
    const [candidate] = found.said.candidates
    assert.ok(candidate && candidate.kind === 'kilometre')
    const { place } = candidate
    assert.deepEqual([place.road, place.kilometre, place.carriageway, place.lane], ['S12', 45.3, 'down', 'shoulder'])
    assert.deepEqual((await ask('places?q=S12%20K99')).said.beyond, { road: 'S12', from: 40, to: 52 })
    assert.equal((await ask('places?q=')).status, 400)
    assert.equal((await ask(`places?q=${'a'.repeat(121)}`)).status, 400)
    assert.equal((await ask('places?q=a%00b')).status, 400)
    assert.match(JSON.stringify((await ask('places/at?lon=120.7427&lat=30.7206')).said.road), /"kilometre":45\.3/)
    assert.deepEqual((await ask('places/at?lon=0&lat=0')).said, { road: null })
    assert.equal((await ask('places/at?lon=999&lat=0')).status, 400)
    assert.equal((await fetch(`${centre.url}/api/places?q=a`)).status, 401)
    assert.equal((await ask('roads/reach?lon=120.7427&lat=30.7206&minutes=5')).status, 200)
    assert.equal((await ask('roads/reach?lon=0&lat=0')).status, 422)
    for (const wrong of ['minutes=0', 'minutes=31', 'minutes=a', 'minutes=5,,6', 'profile=boat', 'more=1'])
      assert.equal((await ask(`roads/reach?lon=120.7427&lat=30.7206&${wrong}`)).status, 400, wrong)
    assert.equal((await ask('orders/00000000-0000-7000-8000-000000000000/way')).status, 404)
    const open = async (of: Record<string, unknown>, key: string) => {
      const answer = await fetch(`${centre.url}/api/incidents`, {
        method: 'POST',
        headers: { cookie, origin: centre.url, 'content-type': 'application/json', 'idempotency-key': key },
        body: JSON.stringify({ kind: 'collision', priority: 2, place: of }),
      })
      return { status: answer.status, text: await answer.text() }
    }
    const key = () => crypto.randomUUID()
    assert.equal((await open(place, key())).status, 201)
    const elsewhere = await open({ ...place, position: [120.8, 30.7] }, key())
    assert.ok(elsewhere.status === 422 && elsewhere.text.includes('not-at-kilometre'), elsewhere.text)
    const beyond = await open({ ...place, kilometre: 77 }, key())
    assert.ok(beyond.status === 422 && beyond.text.includes('off-the-road'), beyond.text)
    const forced = await open({ ...place, kilometre: 77, unverified: true }, key())
    assert.equal(forced.status, 201)
    assert.match(forced.text, /"unverified":true/)
    const named = await open(
      { position: [120.7, 30.7], label: { zh: '找13812345678', en: 'x' }, unverified: true },
      key(),
    )
    assert.ok(named.status === 422 && named.text.includes('particulars-refused'), named.text)
  } finally {
    await centre.close()
  }
})

test('what an officer says of the roads is on every board at once, is driven around, and is lifted by whoever may', async () => {
  const people = [...PEOPLE, { name: 'rescuer', role: 'agency-user', agency: 'road-rescue' }] as const
  const agencies = [
    { id: 'road-rescue', kind: 'road-rescue', url: 'http://127.0.0.1:1/orders', secret: 'x'.repeat(32) },
  ]
  const centre = await openCentre({ agencies, people, roads: extractOf(layCity(7)) })
  try {
    await centre.start()
    const [officer, rescuer] = [await centre.signIn('officer'), await centre.signIn('rescuer')]
    const say = async (body: object, cookie = officer) => {
      const answer = await centre.post('/api/roads/conditions', body, { cookie })
      return { status: answer.status, text: await answer.text() }
    }
    const stretch = { by: 'kilometres', road: 'S12', carriageway: 'up', fromKm: 44, toKm: 46 }
    const closure = { stretch, holds: { state: 'closed' }, reason: 'lorry on its side', until: Date.now() + 3_600_000 }
    const board = async (cookie: string) => {
      const answer = await fetch(`${centre.url}/api/board`, { headers: { cookie } })
      return (await answer.json()) as { conditions: { id: string; lifted: unknown }[] } // the door's own answer
    }
    const said = await say(closure)
    assert.equal(said.status, 201, said.text)
    const { condition } = JSON.parse(said.text) as { condition: { id: string } } // the door's own answer
    for (const cookie of [officer, rescuer]) assert.equal((await board(cookie)).conditions[0]?.id, condition.id)
    const now = await fetch(`${centre.url}/api/roads/conditions`, { headers: { cookie: rescuer } })
    assert.match(await now.text(), /lorry on its side/)

    assert.equal((await say(closure, rescuer)).status, 403)
    for (const [wrong, refusal] of [
      [{ ...closure, stretch: { ...stretch, fromKm: 80, toKm: 81 } }, 'off-the-road'],
      [{ ...closure, stretch: { ...stretch, road: 'S99' } }, 'no-such-road'],
      [{ ...closure, reason: 'call 13812345678' }, 'particulars-refused'],
      [{ ...closure, until: Date.now() - 1 }, 'expiry-past'],
      [{ ...closure, stretch: { by: 'place', at: [0, 0], bothWays: true } }, 'no-road-there'],
    ] as const) {
      const answer = await say(wrong)
      assert.ok(answer.status === 422 && answer.text.includes(refusal), `${refusal}: ${answer.text}`)
    }
    for (const wrong of [
      {},
      { ...closure, holds: { state: 'gone' } },
      { ...closure, holds: { state: 'slow', times: 1e9 } },
      { ...closure, more: 1 },
    ])
      assert.equal((await say(wrong)).status, 400)

    const lift = (cookie: string) => centre.post(`/api/roads/conditions/${condition.id}/lift`, {}, { cookie })
    assert.equal((await lift(rescuer)).status, 403)
    assert.equal((await lift(officer)).status, 200)
    assert.equal((await lift(officer)).status, 409)
    assert.ok((await board(rescuer)).conditions.every(({ lifted }) => lifted !== null))
    // It is still said after the centre has been away.
    assert.equal((await say(closure)).status, 201)
    await centre.stop()
    await centre.start()
    const again = await fetch(`${centre.url}/api/roads/conditions`, {
      headers: { cookie: await centre.signIn('officer') },
    })
    assert.equal(((await again.json()) as { conditions: unknown[] }).conditions.length, 1) // the door's own answer
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
    assert.equal((await fetch(`${centre.url}/api/places?q=S12`, { headers: { cookie } })).status, 503)
  } finally {
    await centre.close()
  }
})
