/** The configuration file: its schema, and reading it so that every wrong key is named with its path. */
import { readFile } from 'node:fs/promises'
import { dirname, isAbsolute, resolve } from 'node:path'
import { z } from 'zod'
import { ROLES } from '../access/roles.ts'
import { DATUMS } from '../core/datum.ts'
import { ok, type Result, refuse } from '../core/result.ts'
import { STEPS } from '../dispatch/clocks.ts'
import { AGENCY_KINDS, CHANNELS, UNIT_KINDS } from '../dispatch/forces.ts'
import { ruleSchema } from '../dispatch/plans/schema.ts'
import { isServiceName, PUSH_SERVICES } from '../dispatch/push/service.ts'
import { cameraSchema } from '../sensing/camera.ts'
import { brokerSchema, roadsideSchema } from '../sensing/roadside/record.ts'

const text = z.strictObject({ zh: z.string().min(1).max(200), en: z.string().min(1).max(200) })
const name = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, 'letters, digits, dot, dash and underscore, at most 64')
const secret = z.string().min(32, 'at least 32 characters: make one with `openssl rand -hex 32`').max(512)

const signedTo = z.strictObject({ url: z.url({ protocol: /^https?$/ }), secret })

const agency = z
  .strictObject({
    id: name,
    kind: z.enum(AGENCY_KINDS),
    name: text,
    channel: z.enum(CHANNELS),
    fallback: name.nullable().default(null),
    webhook: signedTo.optional(),
    /** Its system speaks NENA EIDO. */
    eido: signedTo.optional(),
    /** `secret` signs the link in the mail by which it answers. */
    mail: z.strictObject({ to: z.email(), secret }).optional(),
  })
  .refine((value) => value.channel !== 'webhook' || value.webhook, {
    path: ['webhook'],
    message: 'an agency on the channel "webhook" needs {"url", "secret"}',
  })
  .refine((value) => value.channel !== 'eido' || value.eido, {
    path: ['eido'],
    message: 'an agency on the channel "eido" needs {"url", "secret"}',
  })
  .refine((value) => value.channel !== 'mail' || value.mail, {
    path: ['mail'],
    message: 'an agency on the channel "mail" needs {"to", "secret"}',
  })

/** Words of the centre's own for what a unit can do. */
const capabilities = z
  .array(z.string().regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'lower-case words with hyphens'))
  .default([])

const unit = z.strictObject({
  id: name,
  agency: name,
  kind: z.enum(UNIT_KINDS),
  capabilities,
  label: text,
  /** Vehicles of one crew go one at a time. */
  crew: name.optional(),
  /** People in it on a usual shift. */
  crewSize: z.int().min(0).max(20).optional(),
  /** The firm that it belongs to, where firms take turns. */
  company: name.optional(),
  token: secret.optional(),
})

const position = z.tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)]).readonly()

/** A named part of the city that plans refer to. */
const area = z.strictObject({ id: name, name: text, ring: z.array(position).min(3).max(500) })

/** Somebody of the kind should always be within so many seconds of it. */
const standbyPost = z.strictObject({
  id: name,
  name: text,
  position,
  agency: name,
  unitKind: z.enum(UNIT_KINDS),
  capabilities,
  withinS: z.int().min(30).max(7200),
})

const person = z.strictObject({
  id: name,
  name: text,
  role: z.enum(ROLES).exclude(['machine']),
  agency: name.optional(),
  unit: name.optional(),
  station: z.string().optional(),
})

const step = z.enum(STEPS)
const target = z.strictObject({
  id: name,
  name: z.string().min(1).max(80),
  source: z.enum(['secondary', 'own']).default('own'),
  from: step,
  to: step,
  share: z.number().min(0).max(1),
  withinMs: z.int().min(1),
})

export const configSchema = z
  .strictObject({
    centre: z.strictObject({
      name: text,
      timeZone: z.string().default('Asia/Shanghai'),
      /** The corners of what the centre answers for, [lon, lat] in WGS-84: alerts about elsewhere are not shown. */
      area: z
        .array(z.tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)]))
        .min(3)
        .max(500)
        .optional(),
      /** Local dates that plans know as `holiday`: "2027-01-01". */
      holidays: z.array(z.iso.date()).default([]),
    }),
    listen: z
      .strictObject({
        host: z.string().default('127.0.0.1'),
        port: z.number().int().min(1).max(65_535).default(8080),
        /** Addresses of the reverse proxies in front, whose X-Forwarded-For is believed. */
        trustProxy: z.array(z.string().min(1)).default([]),
      })
      .default({ host: '127.0.0.1', port: 8080, trustProxy: [] }),
    /** Client addresses that may read /metrics; everybody without it. */
    metricsFor: z.array(z.string().min(1)).optional(),
    /** What browsers and agencies call this server; defaults to the listening address. */
    publicUrl: z.url({ protocol: /^https?$/ }).optional(),
    /** The mail server for agencies on the channel "mail". */
    mail: z
      .strictObject({
        host: z.string().min(1),
        port: z.int().min(1).max(65_535).default(587),
        /** TLS from the first byte (port 465); else STARTTLS where the server offers it, and always where there is a user. */
        secure: z.boolean().default(false),
        user: z.string().min(1).optional(),
        password: z.string().min(1).optional(),
        from: z.email(),
      })
      .optional(),
    /** Lets an order ring on a phone whose page is closed, through the push services of browsers; without it nobody outside hears. */
    push: z
      .strictObject({
        /** Whom a push service writes to when something is wrong. */
        subject: z
          .string()
          .max(200)
          .regex(/^(?:mailto:[^\s@]+@[^\s@]+|https:\/\/[^\s]+)$/, 'mailto:… or https://…'),
        /** Hosts whose addresses may be called, in place of those of the usual browsers. */
        services: z
          .array(z.string().refine(isServiceName, 'a host, or *.host for all below it'))
          .min(1)
          .max(50)
          .default([...PUSH_SERVICES]),
      })
      .optional(),
    /** A PostgreSQL of your own; without it (and without DATABASE_URL) the embedded one in the data folder is used. */
    database: z.string().startsWith('postgres').optional(),
    dataFolder: z.string().min(1).default('data'),
    /** GeoJSON of roads and areas for the map, relative to this file. */
    map: z.string().min(1).optional(),
    /** OpenStreetMap extract (.osm.pbf) of the city's roads, relative to this file. */
    roads: z.string().min(1).optional(),
    /** Kilometre posts beside those of the extract (GeoJSON or CSV), relative to this file. */
    posts: z.strictObject({ file: z.string().min(1), datum: z.enum(DATUMS).default('wgs-84') }).optional(),
    /** Days that clips and stills are kept, counted from the observation; what is held stays. */
    evidence: z.strictObject({ keepDays: z.int().min(1).max(3650).default(30) }).default({ keepDays: 30 }),
    cameras: z.array(cameraSchema).default([]),
    agencies: z.array(agency).default([]),
    units: z.array(unit).default([]),
    /** Planted once: from the first start on, plans are kept in the journal and edited at /plans. */
    plans: z.array(ruleSchema).default([]),
    areas: z.array(area).default([]),
    /** Posts that somebody should always be near. */
    standby: z.array(standbyPost).default([]),
    /** Kinds of units that take turns, and how much later somebody may be whose turn it is. */
    rotation: z.strictObject({ unitKinds: z.array(z.enum(UNIT_KINDS)), withinS: z.int().min(0).max(1800) }).optional(),
    /** What reports are held against, in place of the presets (dispatch/report/targets.ts). */
    targets: z.array(target).optional(),
    sensors: z.array(z.strictObject({ id: name, token: secret })).default([]),
    /** Detector hosts on other machines, each with the token it shows (docs/running.md). */
    detectors: z
      .array(
        z.strictObject({
          id: name.refine((id) => id !== 'local', 'is the name of the host on this machine'),
          token: secret,
        }),
      )
      .default([]),
    /** Most cameras that this machine itself watches; 0: only the others do. */
    localCapacity: z.number().int().min(0).max(1000).default(64),
    /** Radars, lidars and roadside units: over HTTP with the token of the sensor of the same id, or over MQTT. */
    roadside: z.array(roadsideSchema).default([]),
    /** MQTT brokers that roadside sensors report to. */
    brokers: z.array(brokerSchema).default([]),
    /** Only read by the demo; `serve` refuses it. */
    people: z.array(person).optional(),
  })
  .superRefine((value, context) => {
    const agencies = new Set(value.agencies.map((a) => a.id))
    const unknown = (path: (string | number)[], id: string): void =>
      context.addIssue({ code: 'custom', path, message: `no agency "${id}" is configured` })
    value.units.forEach((u, i) => {
      if (!agencies.has(u.agency)) unknown(['units', i, 'agency'], u.agency)
    })
    value.agencies.forEach((a, i) => {
      if (a.fallback && !agencies.has(a.fallback)) unknown(['agencies', i, 'fallback'], a.fallback)
      if (a.fallback === a.id)
        context.addIssue({
          code: 'custom',
          path: ['agencies', i, 'fallback'],
          message: 'an agency cannot stand in for itself',
        })
    })
    if (!value.mail && value.agencies.some(({ channel }) => channel === 'mail'))
      context.addIssue({
        code: 'custom',
        path: ['mail'],
        message: 'an agency is reached by mail: name the mail server',
      })
    value.plans.forEach((p, i) => {
      p.sends.forEach((send, k) => {
        if (!agencies.has(send.agency)) unknown(['plans', i, 'sends', k, 'agency'], send.agency)
      })
      p.areas.forEach((id, k) => {
        if (!value.areas.some((known) => known.id === id))
          context.addIssue({
            code: 'custom',
            path: ['plans', i, 'areas', k],
            message: `no area "${id}" is configured`,
          })
      })
    })
    value.standby.forEach((p, i) => {
      if (!agencies.has(p.agency)) unknown(['standby', i, 'agency'], p.agency)
    })
    value.roadside.forEach(({ id, mqtt }, i) => {
      const trouble = (path: string[], message: string): void =>
        context.addIssue({ code: 'custom', path: ['roadside', i, ...path], message })
      if (mqtt && !value.brokers.some((broker) => broker.id === mqtt.broker))
        trouble(['mqtt', 'broker'], `no broker "${mqtt.broker}" is configured`)
      if (!mqtt && !value.sensors.some((sensor) => sensor.id === id))
        trouble(['id'], `needs a sensor "${id}" with its token, or "mqtt"`)
    })
    for (const [key, list] of [
      ['cameras', value.cameras],
      ['agencies', value.agencies],
      ['units', value.units],
      ['plans', value.plans],
      ['areas', value.areas],
      ['standby', value.standby],
      ['sensors', value.sensors],
      ['detectors', value.detectors],
      ['roadside', value.roadside],
      ['brokers', value.brokers],
    ] as const) {
      const seen = new Set<string>()
      list.forEach((entry, i) => {
        if (seen.has(entry.id))
          context.addIssue({ code: 'custom', path: [key, i, 'id'], message: `"${entry.id}" stands twice` })
        seen.add(entry.id)
      })
    }
    try {
      new Intl.DateTimeFormat('en', { timeZone: value.centre.timeZone })
    } catch {
      context.addIssue({
        code: 'custom',
        path: ['centre', 'timeZone'],
        message: `"${value.centre.timeZone}" is no IANA time zone`,
      })
    }
  })

export type Config = z.infer<typeof configSchema>
export type LoadedConfig = Config & { readonly folder: string }
export type ConfigRefusal = 'config-unreadable' | 'config-not-json' | 'config-wrong'

/** `a.b[2].c`: where in the file a wrong key stands. */
function pathOf(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (text, step) => (typeof step === 'number' ? `${text}[${step}]` : text ? `${text}.${String(step)}` : String(step)),
    '',
  )
}

/** Checks a parsed configuration; the detail has one line for every wrong key. */
export function checkConfig(value: unknown): Result<Config, 'config-wrong'> {
  const parsed = configSchema.safeParse(value)
  if (parsed.success) return ok(parsed.data)
  const lines = parsed.error.issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => `${pathOf([...issue.path, key])}: no such key`)
      : [`${pathOf(issue.path) || '(the whole file)'}: ${issue.message}`],
  )
  return refuse('config-wrong', lines.join('\n'))
}

export async function loadConfig(file: string): Promise<Result<LoadedConfig, ConfigRefusal>> {
  let source: string
  try {
    source = await readFile(file, 'utf8')
  } catch {
    return refuse('config-unreadable', `${file} cannot be read. Write one, or start the demo with \`npm start\`.`)
  }
  let value: unknown
  try {
    value = JSON.parse(source)
  } catch (error) {
    return refuse('config-not-json', `${file} is not JSON: ${error instanceof Error ? error.message : 'unreadable'}`)
  }
  const checked = checkConfig(value)
  if (!checked.ok) return refuse('config-wrong', `${file} has mistakes:\n${checked.detail ?? ''}`)
  const folder = dirname(resolve(file))
  const under = (path: string): string => (isAbsolute(path) ? path : resolve(folder, path))
  const { map, roads, posts } = checked.value
  return ok({
    ...checked.value,
    dataFolder: under(checked.value.dataFolder),
    ...(map === undefined ? {} : { map: under(map) }),
    ...(roads === undefined ? {} : { roads: under(roads) }),
    ...(posts === undefined ? {} : { posts: { ...posts, file: under(posts.file) } }),
    brokers: checked.value.brokers.map((broker) =>
      broker.authority === undefined ? broker : { ...broker, authority: under(broker.authority) },
    ),
    folder,
  })
}
