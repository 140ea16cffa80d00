/** The composition root: everything of one centre opened in order, wired together, and closed the other way round. */
import type { Door } from '../access/door.ts'
import { openAccess } from '../access/io/open.ts'
import { purposeFor } from '../access/ledger.ts'
import { accessDoors } from '../access/routes.ts'
import type { AgencyId, IncidentId, SessionId } from '../core/ids.ts'
import { id } from '../core/ids.ts'
import { ok } from '../core/result.ts'
import { type Clock, SECOND } from '../core/time.ts'
import { followIncidents } from '../dispatch/exchange/io/road-messages.ts'
import { openEscalation } from '../dispatch/io/escalation.ts'
import type { Given } from '../dispatch/io/given.ts'
import { readJudged } from '../dispatch/io/judged.ts'
import { openOutbox } from '../dispatch/io/outbox.ts'
import { expireNotes } from '../dispatch/notes/io/notes.ts'
import { unfulfillable } from '../dispatch/plan.ts'
import { plansInForce, seedPlans } from '../dispatch/plans/io/plans.ts'
import type { UnitAt } from '../dispatch/recommend/readiness.ts'
import { travelOver } from '../dispatch/recommend/travel.ts'
import { wayOver } from '../dispatch/recommend/way.ts'
import { openReplayer } from '../dispatch/replay/io/replayer.ts'
import { openSaidViews } from '../dispatch/replay/io/said.ts'
import { pushDoors } from '../dispatch/routes/push.ts'
import { dispatchDoors } from '../dispatch/routes.ts'
import { tickRoom } from '../dispatch/shift/io/room.ts'
import { sqlOf } from '../journal/io/database.ts'
import { openJournal } from '../journal/io/log.ts'
import { allMigrations } from '../journal/io/migrations.ts'
import { openConditions } from '../roads/io/conditions.ts'
import { roadDoors } from '../roads/routes.ts'
import { openCalibrations } from '../sensing/io/calibrations.ts'
import { openTurnedPictures } from '../sensing/io/ptz/live.ts'
import { calibrationDoors } from '../sensing/routes/calibration.ts'
import { steeringDoors } from '../sensing/routes/steering.ts'
import { videoDoor } from '../sensing/routes/video.ts'
import { cameraDoors } from '../sensing/routes.ts'
import { openPositions } from '../vehicles/io/positions.ts'
import { openTrails } from '../vehicles/io/trails.ts'
import { openWorld } from '../vehicles/io/world.ts'
import { vehicleDoors } from '../vehicles/routes.ts'
import { openChance } from './chance.ts'
import { machinesOf, referenceOf } from './city.ts'
import { openClaiming } from './claiming.ts'
import type { LoadedConfig } from './config.ts'
import { openEvidence } from './evidence.ts'
import { openMetrics } from './health/metrics.ts'
import { outboxLag } from './health/outbox.ts'
import { openReadiness } from './health/ready.ts'
import { healthDoors } from './health/routes.ts'
import { rememberDecisions } from './http/decisions.ts'
import { openHttp } from './http/server.ts'
import { journalDoor } from './journal-door.ts'
import { openDetectorDoor } from './live/detectors.ts'
import { openLive } from './live/hub.ts'
import { openUpgrade } from './live/upgrade.ts'
import { openLog } from './log.ts'
import { mapDoor } from './map-door.ts'
import { openRinging } from './ringing.ts'
import { openRoads } from './roads.ts'
import { openRoadside } from './roadside.ts'
import type { Say } from './say.ts'
import { openSealing } from './sealing.ts'
import { placeOf } from './sensed.ts'
import { openSteering } from './steering.ts'
import { openStore } from './store.ts'
import { openWatching } from './watching.ts'

export type CentreOptions = {
  readonly config: LoadedConfig
  /** The built console; null: doors only. */
  readonly consoleFolder: string | null
  readonly demo: boolean
  readonly say: Say
}

export type OpenCentre = {
  /** Where people open it. */
  readonly url: string
  readonly doors: readonly Door[]
  close(): Promise<void>
}

const HOUSEKEEPING_MS = 60 * SECOND
/** A slower receiver's heading is chance. */
const MOVES_KMH = 8

/** Repeats a job until stopped; one that fails is logged and tried again next time. */
function every(ms: number, work: () => Promise<unknown>, trouble: (error: unknown) => void): { stop(): Promise<void> } {
  let running: Promise<unknown> = Promise.resolve()
  const timer = setInterval(() => {
    running = work().catch(trouble)
  }, ms)
  return {
    async stop() {
      clearInterval(timer)
      await running
    },
  }
}

/** Throws one sentence when something of it cannot be opened; what was opened before is closed again. */
export async function openCentre({ config, consoleFolder, demo, say }: CentreOptions): Promise<OpenCentre> {
  const clock: Clock = Date.now
  const chance = openChance()
  const log = openLog()
  const trouble = (error: unknown): void => log.error({ err: error }, 'trouble')
  const closers: (() => Promise<unknown> | unknown)[] = []
  const close = async (): Promise<void> => {
    for (const closer of closers.splice(0).reverse()) await closer()
  }
  const publicUrl = (config.publicUrl ?? `http://${config.listen.host}:${config.listen.port}`).replace(/\/$/, '')
  const publicOrigins = originsOf(publicUrl)
  try {
    const store = await openStore(config, say)
    closers.push(() => store.close())
    const { database } = store
    const journal = openJournal(database, clock, trouble)
    const sealer = await openSealing(database, config.dataFolder, clock, say, trouble)
    closers.push(() => sealer?.close())

    const access = await openAccess({
      database,
      journal,
      clock,
      chance,
      dataFolder: config.dataFolder,
      ...(process.env.FIRSTMINUTE_MASTER_KEY ? { masterKey: process.env.FIRSTMINUTE_MASTER_KEY } : {}),
      machines: machinesOf(config),
      standingOf: async (tx, incident) => {
        const [row] = await sqlOf(tx)<{ state: string }[]>`
          select state->>'state' as state from incident_view where id = ${incident satisfies IncidentId}`
        return row ? (row.state === 'closed' ? 'closed' : 'running') : 'unknown'
      },
      demo,
      https: publicUrl.startsWith('https:'),
    })
    if (demo)
      await access.people.setDemo(
        (config.people ?? []).map(({ id: person, name, role, agency, unit, station }) => ({
          id: id<'person'>(person),
          name,
          role,
          ...(agency === undefined ? {} : { agency: id<'agency'>(agency) }),
          ...(unit === undefined ? {} : { unit: id<'unit'>(unit) }),
          ...(station === undefined ? {} : { station }),
        })),
        clock(),
      )

    const authorise = rememberDecisions(access.authorise)
    const calibrations = await openCalibrations({ database, journal, configured: config.cameras, trouble })
    const reference = referenceOf(config, publicUrl, demo, calibrations.cameras)
    const world = openWorld(reference.units)
    const positions = await openPositions({
      sql: database.sql,
      clock,
      world,
      onSkew: (unit, skewMs) => log.warn({ unit, skewMs }, 'clock of a unit is wrong'),
      onTrouble: trouble,
      onWritten: (written) => metrics.positions(written),
    })
    closers.push(() => positions.close())

    const roads = await openRoads(config.dataFolder, config.roads, config.posts, say)
    const conditions = await openConditions({ journal, database, clock, chance, applied: roads?.applied ?? null })
    closers.push(() => conditions.stop())
    const unitsNow = (): readonly UnitAt[] =>
      reference.units.map((unit) => {
        const fix = world.latest(unit.id)
        const headingDegrees = (fix?.speedKmh ?? 0) >= MOVES_KMH ? (fix?.headingDegrees ?? null) : null
        return { unit, position: fix?.position ?? null, fixAt: fix?.at ?? null, headingDegrees }
      })
    const trails = openTrails(database.sql)
    const given: Given = {
      journal,
      database,
      access,
      clock,
      chance,
      centre: reference,
      unitsNow,
      travel: roads && travelOver(roads),
      way: roads && wayOver(roads, conditions.now),
      placeIsWrong: (place) => roads?.places.check(place) ?? null,
      trails,
      isManned: (agency) => live.isManned(agency),
      wake: (agencies: readonly AgencyId[]) => outbox.wake(agencies),
    }
    for (const plan of await seedPlans(given))
      say(`Plan ${plan}: was edited since; the one in this file is not used. Plans are kept at /plans.`)
    for (const { plan, send, missing } of unfulfillable(await plansInForce(database.sql), reference.units))
      say(
        `Plan ${plan}: ${send.agency} has ${missing} of ${send.count} ${[send.unitKind, ...send.capabilities].join(' with ')} too few, even with every unit free.`,
      )
    const outbox = openOutbox(given, { trouble })
    closers.push(() => outbox.stop())
    const escalation = openEscalation(given, { trouble })
    closers.push(() => escalation.stop())

    const claim = openClaiming(given, clock, log)
    const watching = openWatching({ ...config, cameras: [...calibrations.cameras()] }, claim, clock, log, {
      onRaised: (camera, warning, sensed, correlation) =>
        steering.look({
          warning,
          type: sensed.type,
          place: placeOf(camera, sensed.zone),
          seen: { camera: camera.id, box: sensed.box },
          correlation,
        }),
      turn: (camera) => steering.line(camera),
    })
    closers.push(() => watching.close())
    const steering = openSteering({
      given,
      cameras: config.cameras,
      camera: calibrations.camera,
      eyes: watching,
      log,
    })
    closers.push(() => steering.close())
    const turnedSource = (camera: string): string | null => calibrations.camera(camera)?.ptz?.source ?? null
    const turned = openTurnedPictures(turnedSource)
    closers.push(() => turned.close())
    const roadside = openRoadside(config, {
      ...{ claim, authorise, clock, log },
      onRaised: (raised, warning, correlation) =>
        steering.look({ warning, type: raised.type, place: raised.place, seen: null, correlation }),
    })
    closers.push(() => roadside.close())
    const saidViews = openSaidViews({ sql: database.sql, clock, trouble })
    closers.push(() => saidViews.close())
    const live = await openLive({
      journal,
      world,
      cameras: () => watching.lines(),
      agencies: () => outbox.lines(),
      clock,
      standing: async (sessions) => {
        const now = clock()
        const open = await Promise.all(sessions.map((session) => access.sessions.stillOpen(session, now)))
        return new Set<SessionId>(sessions.filter((_, index) => open[index]))
      },
      onTrouble: trouble,
      onFacts: (facts) => {
        conditions.take(facts)
        metrics.facts(facts)
      },
      onView: (said) => saidViews.said(said),
    })
    closers.push(() => live.close())
    const lag = () => outboxLag(database.sql, clock())
    const metrics = openMetrics({
      live: () => live.figures(),
      clock,
      positionsWaiting: () => positions.waiting(),
      outbox: lag,
    })

    const ringing = await openRinging(config, { journal, database, clock, chance, access, trouble })
    closers.push(() => ringing.close())
    const evidence = await openEvidence(config, given, watching, trouble)
    closers.push(() => evidence.close())
    const replayer = openReplayer(database.sql)
    const housekeeping = every(
      HOUSEKEEPING_MS,
      async () => {
        await access.vault.eraseDue(clock(), 'housekeeping')
        await access.sessions.sweep(clock() - 24 * 60 * HOUSEKEEPING_MS)
        await evidence.retain(clock())
        await ringing.sweep()
        await replayer.extend()
      },
      trouble,
    )
    closers.push(() => housekeeping.stop())

    const clockwork = every(
      SECOND,
      async () => {
        await expireNotes(given, clock())
        await followIncidents(given, clock())
        await tickRoom(given, clock())
      },
      trouble,
    )
    closers.push(() => clockwork.stop())

    const byId = new Set(config.cameras.map((camera) => camera.id))
    const doors: readonly Door[] = [
      ...accessDoors({ journal, access }),
      ...dispatchDoors(given),
      ...pushDoors({ journal, push: ringing.offers }),
      ...vehicleDoors({ positions, authorise }),
      ...roadside.doors,
      ...cameraDoors({
        known: (camera) => byId.has(camera),
        picture: watching.picture,
        live: watching.live,
        turned: (camera) => (turnedSource(camera) === null ? null : turned.live(camera)),
        ledger: access.ledger,
        clock,
      }),
      videoDoor({
        known: (camera) => byId.has(camera),
        video: watching.video,
        ledger: access.ledger,
        clock,
      }),
      ...calibrationDoors({
        calibrations,
        eyes: watching,
        ledger: access.ledger,
        authorise,
        judged: (since) => readJudged(database.sql, since),
      }),
      ...evidence.doors,
      ...steeringDoors({ controller: steering, ledger: access.ledger, authorise }),
      await mapDoor(config.map),
      ...roadDoors(roads, conditions),
      journalDoor({ database, ledger: access.ledger, sealNow: async () => sealer?.sealNow() }),
      ...healthDoors({
        metrics,
        ready: openReadiness({
          sql: database.sql,
          steps: (await allMigrations()).map((step) => step.name),
          outboxLagMs: async () => (await lag()).oldestMs,
        }),
        metricsFor: config.metricsFor ?? null,
      }),
    ]
    const follow = openUpgrade({
      live,
      resolvePrincipal: access.resolvePrincipal,
      authorise,
      onFollow: async ({ principal, from, at, correlation, purpose }) => {
        const said = purposeFor(principal, purpose)
        if (!said.ok) return said
        const look = {
          principal,
          what: { kind: 'board', id: 'live' },
          purpose: said.value,
          from,
          at,
          correlation,
        } as const
        return await access.ledger.reading(look, async () => ok(null))
      },
      publicOrigins,
      trustProxy: config.listen.trustProxy,
      clock,
      chance,
      onTrouble: trouble,
    })
    const http = await openHttp({
      doors,
      listen: config.listen,
      trustProxy: config.listen.trustProxy,
      publicOrigins,
      staticFolder: consoleFolder,
      clock,
      chance,
      log,
      resolvePrincipal: access.resolvePrincipal,
      authorise,
      observe: (seen) => metrics.http(seen),
      upgrade: openDetectorDoor(
        { ...watching, resolvePrincipal: access.resolvePrincipal, authorise, clock, chance, onTrouble: trouble },
        follow,
      ),
    })
    closers.push(() => http.close())
    await http.listen()
    return { url: publicUrl, doors, close }
  } catch (error) {
    await close()
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')
      throw new Error(`Port ${config.listen.port} is taken by another program: stop it, or set another "listen.port".`)
    throw error
  }
}

/** localhost and 127.0.0.1 are one place to people, and two to browsers. */
function originsOf(publicUrl: string): readonly string[] {
  const { origin, hostname } = new URL(publicUrl)
  const twin = hostname === '127.0.0.1' ? 'localhost' : hostname === 'localhost' ? '127.0.0.1' : null
  return twin ? [origin, origin.replace(hostname, twin)] : [origin]
}
