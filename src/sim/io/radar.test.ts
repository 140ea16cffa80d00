/** The simulated radar at its front door: what it reports lets the rules on tracks find the story's car, later than the camera does, and nothing else. */
import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { test } from 'node:test'
import { roadsideSchema } from '../../sensing/roadside/record.ts'
import { reportSchema } from '../../sensing/roadside/report.ts'
import { openRoadEye } from '../../sensing/roadside/road-eye.ts'
import { camerasOf } from '../city/cameras.ts'
import { RADAR, radarRecord } from '../city/radar.ts'
import { layCity } from '../city.ts'
import { placedAt } from '../scene/scene.ts'
import { firstProgramme } from '../scene/stage.ts'
import { standsFrom } from '../scene/stop.ts'
import { openRadar } from './radar.ts'

test('the car on the shoulder is found once, by kilometre and zone, after the camera had its time', async () => {
  const city = layCity(7)
  const sites = camerasOf(city)
  const [main] = sites
  assert.ok(main?.road)
  const record = roadsideSchema.parse(radarRecord(city, sites))
  assert.equal(record.id, RADAR)
  const eye = openRoadEye(record)
  const { stop } = firstProgramme(7)
  const began = Date.UTC(2026, 10, 23, 8)
  let now = began
  const said: { readonly ms: number; readonly type: string; readonly kilometre: number; readonly zone: string }[] = []
  let heard: () => void = () => {}
  let tracks = 0
  const centre = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      assert.equal(request.headers.authorization, 'Bearer t')
      const report = reportSchema.parse(JSON.parse(Buffer.concat(parts).toString('utf8')))
      tracks += report.frames[0]?.tracks.length ?? 0
      for (const { type, kilometre, zone } of eye.take(report, now).warnings)
        said.push({ ms: now - began, type, kilometre, zone })
      response.end('{}', () => setTimeout(heard, 0))
    })
  })
  await new Promise<void>((listening) => centre.listen(0, '127.0.0.1', listening))
  const address = centre.address()
  const radar = openRadar({
    city,
    seed: 7,
    kilometre: main.road.kilometre,
    centre: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`,
    token: 't',
    clock: () => now,
    road: () => placedAt(main, 7, now - began, { stop, standing: [] }),
  })
  for (let step = 0; step < 480; step++) {
    now = began + step * 250
    const done = new Promise<void>((answered) => {
      heard = answered
    })
    radar.report()
    await done
    await new Promise((settled) => setTimeout(settled, 1))
  }
  radar.close()
  centre.closeAllConnections()
  centre.close()
  assert.ok(tracks > 1_000)
  const [warning, ...others] = said
  assert.deepEqual(others, [])
  assert.equal(warning?.type, 'stopped-vehicle')
  assert.equal(warning.zone, 'shoulder')
  assert.ok(Math.abs(warning.kilometre - (main.road.kilometre + stop.standsAtM / 1000)) < 0.01)
  const afterMs = warning.ms - standsFrom(stop)
  assert.ok(afterMs > 12_000 && afterMs < 18_000, `${afterMs} ms after it stood`)
})
