/** A roadside sensor's record: a radar, lidar or roadside unit that reports tracks; where it stands, which road it sees and which parts of it matter. */
import { z } from 'zod'
import { DATUMS } from '../../core/datum.ts'

export const ROADSIDE_KINDS = ['radar', 'lidar', 'roadside'] as const

const lonLat = z.tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)])
/** A sensor that sees further than this does not exist. */
const metres = z.tuple([z.number().min(-3_000).max(3_000), z.number().min(-3_000).max(3_000)])
const polygon = z
  .array(z.tuple([z.number(), z.number()]))
  .min(3)
  .max(200)
const carriageway = z.enum(['up', 'down'])

export const roadsideSchema = z
  .strictObject({
    id: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, 'must be letters, digits, dot, dash or underscore'),
    name: z.strictObject({ zh: z.string().min(1).max(200), en: z.string().min(1).max(200) }),
    kind: z.enum(ROADSIDE_KINDS),
    /** WGS-84, like every position of the configuration. */
    position: lonLat,
    /** What its tracks' longitude and latitude are in; a report may say otherwise. */
    datum: z.enum(DATUMS).default('wgs-84'),
    /** Where the y axis of its metres looks: degrees clockwise from north. With 0, x is east and y is north. */
    facingDegrees: z.number().min(0).max(360).default(0),
    road: z.string().min(1).max(40),
    /** Kilometre posts along the road's middle, in rising order: at least one before and one behind what it sees. */
    posts: z
      .array(z.strictObject({ position: lonLat, kilometre: z.number().min(0).max(10_000) }))
      .min(2)
      .max(200),
    /** What `polygon` is in: metres of the sensor's own axes, or longitude and latitude in WGS-84. */
    zonesIn: z.enum(['metres', 'lon-lat']).default('metres'),
    zones: z
      .array(
        z.discriminatedUnion('kind', [
          z.strictObject({ kind: z.literal('lane'), carriageway, polygon }),
          z.strictObject({ kind: z.literal('shoulder'), carriageway, polygon }),
          /** Where nothing may be believed: a gantry, a ghost that always comes back. */
          z.strictObject({ kind: z.literal('ignore'), polygon }),
        ]),
      )
      .min(1)
      .max(64),
    /** Over MQTT instead of HTTP: a broker of the configuration and the topic on which this one sensor reports. */
    mqtt: z
      .strictObject({
        broker: z.string().min(1).max(64),
        topic: z.string().regex(/^[^#+\0]{1,500}$/, 'one topic, without wildcards'),
      })
      .optional(),
  })
  .superRefine((sensor, context) => {
    const trouble = (path: (string | number)[], message: string): void =>
      context.addIssue({ code: 'custom', path, message })
    sensor.posts.forEach(({ kilometre }, index) => {
      const before = sensor.posts[index - 1]
      if (before && before.kilometre >= kilometre) trouble(['posts', index, 'kilometre'], 'does not rise')
    })
    const corner = sensor.zonesIn === 'metres' ? metres : lonLat
    sensor.zones.forEach((zone, zoneIndex) => {
      zone.polygon.forEach((point, index) => {
        if (!corner.safeParse(point).success)
          trouble(['zones', zoneIndex, 'polygon', index], `is not ${sensor.zonesIn}`)
      })
    })
    if (!sensor.zones.some(({ kind }) => kind !== 'ignore')) trouble(['zones'], 'needs at least one shoulder or lane')
  })

export type RoadsideSensor = z.infer<typeof roadsideSchema>

/** Where tracks come from over MQTT. `mqtts` checks the broker's certificate; a password without it travels in clear. */
export const brokerSchema = z.strictObject({
  id: z.string().min(1).max(64),
  url: z
    .url({ protocol: /^mqtts?$/ })
    .refine(
      (url) => new URL(url).username === '' && new URL(url).password === '',
      'put user and password in their own keys',
    ),
  user: z.string().min(1).max(200).optional(),
  password: z.string().min(1).max(500).optional(),
  /** PEM file of the authority that signed the broker's certificate, relative to the configuration; the system's without it. */
  authority: z.string().min(1).optional(),
})
export type Broker = z.infer<typeof brokerSchema>
