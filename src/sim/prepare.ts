/** The platform's configuration for the simulated city, made from the seed, two ports and fresh secrets that are given. */

import { cameraRecord, camerasOf, MAIN_CAMERA, PTZ_SUFFIX } from './city/cameras.ts'
import { AGENCIES, UNITS } from './city/forces.ts'
import { PLANS } from './city/plans.ts'
import { RADAR, radarRecord } from './city/radar.ts'
import { standbyOf } from './city/standby.ts'
import { CITY_NAME, type City } from './city.ts'

export type Ports = { readonly server: number; readonly sim: number }

const PTZ_USER = 'operator'

/** Demo people; the ids stand in docs, tests and the sign-in page. All of them are invented. */
const PEOPLE = [
  { id: 'wang-min', name: { zh: '王敏', en: 'Wang Min' }, role: 'duty-officer' },
  { id: 'zhou-lei', name: { zh: '周磊', en: 'Zhou Lei' }, role: 'supervisor' },
  { id: 'sun-jie', name: { zh: '孙洁', en: 'Sun Jie' }, role: 'agency-user', agency: 'traffic-police' },
  { id: 'ma-chao', name: { zh: '马超', en: 'Ma Chao' }, role: 'agency-user', agency: 'road-rescue' },
  { id: 'lin-yue', name: { zh: '林悦', en: 'Lin Yue' }, role: 'agency-user', agency: 'ambulance-120' },
  { id: 'liu-yang', name: { zh: '刘洋', en: 'Liu Yang' }, role: 'station-officer', station: 'beimen' },
  {
    id: 'chen-hao',
    name: { zh: '陈浩', en: 'Chen Hao' },
    role: 'field-officer',
    agency: 'traffic-police',
    unit: 'tp-07',
  },
  { id: 'gao-ning', name: { zh: '高宁', en: 'Gao Ning' }, role: 'auditor' },
  { id: 'xu-fan', name: { zh: '许帆', en: 'Xu Fan' }, role: 'administrator' },
] as const

/** `secret` gives a fresh one at each call; none is ever derived from the seed. */
export function configurationOf(city: City, ports: Ports, secret: () => string): Readonly<Record<string, unknown>> {
  const radar = radarRecord(city, camerasOf(city))
  const simulator = `http://127.0.0.1:${ports.sim}`
  return {
    centre: {
      name: {
        zh: `${CITY_NAME.zh}联动应急指挥中心（模拟城市）`,
        en: `${CITY_NAME.en} Joint Command Centre (simulated city)`,
      },
    },
    listen: { host: '127.0.0.1', port: ports.server },
    publicUrl: `http://127.0.0.1:${ports.server}`,
    dataFolder: 'data',
    map: 'map.geojson',
    roads: 'roads.osm.pbf',
    cameras: camerasOf(city).map((site) => {
      const stream = (id: string): string => `${simulator}/cameras/${id}.y4m`
      if (site.id !== MAIN_CAMERA) return cameraRecord(site, stream(site.id))
      // The camera of the expressway scene has a PTZ beside it.
      const onvif = `http://${PTZ_USER}:${secret()}@127.0.0.1:${ports.sim}/onvif/${site.id}/device_service`
      return cameraRecord(site, stream(site.id), { onvif, source: stream(`${site.id}${PTZ_SUFFIX}`) })
    }),
    agencies: AGENCIES.map((agency) => ({
      ...agency,
      ...(agency.channel === 'webhook' && {
        webhook: { url: `${simulator}/agencies/${agency.id}/orders`, secret: secret() },
      }),
    })),
    units: UNITS.map(({ id, agency, kind, label, home }) => ({
      ...{ id, agency, kind, label, token: secret() },
      // Two firms tow, from two depots.
      ...(kind === 'tow-truck' ? { company: home } : {}),
    })),
    plans: PLANS,
    standby: standbyOf(city.expressway),
    sensors: radar ? [{ id: RADAR, token: secret() }] : [],
    roadside: radar ? [radar] : [],
    people: PEOPLE,
  }
}
