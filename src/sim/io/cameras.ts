/** Serves the simulated cameras, and what a PTZ beside one sees: each rendered once for all who look, paced by real time, only while somebody looks. */
import type { ServerResponse } from 'node:http'
import type { Clock } from '../../core/time.ts'
import { type CameraSite, MAIN_CAMERA, PTZ_SUFFIX } from '../city/cameras.ts'
import { openZoomed, type Zoomed } from '../ptz/zoomed.ts'
import type { Picture } from '../scene/picture.ts'
import { openScene, placedAt, type Scene, type Stage } from '../scene/scene.ts'
import { firstProgramme, helped, programmeAt, restaged, shownAt } from '../scene/stage.ts'
import type { Placed } from '../scene/vehicle.ts'
import { y4mFrame, y4mHeader } from '../scene/y4m.ts'
import type { Device } from './onvif.ts'

export type Cameras = {
  /** Takes over the response of a viewer. */
  serve(id: string, response: ServerResponse): boolean
  /** Help is on its way to this kilometre: the car there stays, whoever looks away meanwhile. */
  attended(kilometre: number, carriageway: string): void
  /** Somebody has helped the car that stands at this kilometre, if one does. */
  helped(kilometre: number, carriageway: string): void
  /** What is on the road of this camera now; null while nobody looks at it: its world stands still then. */
  roadNow(id: string): readonly Placed[] | null
  close(): void
}

/** Frames that a viewer may be behind before one is left out for it. */
const BEHIND_FRAMES = 2

/** `turned` drives the PTZ beside a camera, where there is one. */
export function openCameras(
  sites: readonly CameraSite[],
  seed: number,
  clock: Clock,
  turned: ReadonlyMap<string, Pick<Device, 'pose' | 'moving'>> = new Map(),
): Cameras {
  const worlds = new Map(sites.map((site) => [site.id, openWorld(site, seed, clock)]))
  const streams = new Map<string, Stream>()
  for (const site of sites) {
    const world = worlds.get(site.id)
    if (!world) continue
    let scene: Scene | null = null
    streams.set(
      site.id,
      openStream(site, world, clock, (at) => {
        scene ??= openScene(site, seed)
        return scene.paint(shownAt(site.id, at), world.stageAt(at))
      }),
    )
    const head = turned.get(site.id)
    if (!head) continue
    let zoomed: Zoomed | null = null
    streams.set(
      `${site.id}${PTZ_SUFFIX}`,
      openStream(site, world, clock, (at) => {
        zoomed ??= openZoomed(site, seed)
        return zoomed.paint(at, world.stageAt(at), head.pose(), head.moving())
      }),
    )
  }
  const at = (kilometre: number, carriageway: string) =>
    sites.flatMap(({ id, road }) => {
      const world = worlds.get(id)
      const here = road?.carriageway === carriageway && Math.abs(road.kilometre - kilometre) < 0.4
      return world && here ? [world] : []
    })
  return {
    serve: (id, response) => {
      const stream = streams.get(id)
      // Whoever opens the overview after nobody did sees the car come; the PTZ comes to what stands there.
      if (stream && !stream.isWatched() && worlds.has(id)) worlds.get(id)?.opened()
      stream?.serve(response)
      return stream !== undefined
    },
    attended: (kilometre, carriageway) => {
      for (const world of at(kilometre, carriageway)) world.attended()
    },
    helped: (kilometre, carriageway) => {
      for (const world of at(kilometre, carriageway)) world.helped()
    },
    roadNow: (id) => (streams.get(id)?.isWatched() ? (worlds.get(id)?.roadNow() ?? null) : null),
    close: () => {
      for (const stream of streams.values()) stream.close()
    },
  }
}

/** What happens before one mast, for every lens on it. */
type World = ReturnType<typeof openWorld>
function openWorld(site: CameraSite, seed: number, clock: Clock) {
  /** It begins with its first viewer. */
  let beganAt: number | null = null
  let programme = firstProgramme(seed)
  let attendedStop = -1
  const began = (): number => {
    beganAt ??= clock()
    return beganAt
  }
  const stageAt = (at: number): Stage => {
    if (site.id !== MAIN_CAMERA) return { stop: null, standing: [] }
    programme = programmeAt(seed, programme, at)
    return { stop: programme.stop, standing: [] }
  }
  return {
    began,
    opened: () => {
      if (attendedStop !== programme.index) programme = restaged(programme, clock() - began())
    },
    stageAt,
    roadNow: () => {
      const at = clock() - began()
      return placedAt(site, seed, at, stageAt(at))
    },
    attended: () => {
      attendedStop = programme.index
    },
    helped: () => {
      if (beganAt !== null && site.id === MAIN_CAMERA) programme = helped(programme, clock() - beganAt)
    },
  }
}

type Stream = ReturnType<typeof openStream>
function openStream({ view, rate }: CameraSite, world: World, clock: Clock, paint: (at: number) => Picture) {
  const viewers = new Set<ServerResponse>()
  const periodMs = (1000 * rate[1]) / rate[0]
  let timer: NodeJS.Timeout | null = null
  let last = -1

  const tick = (): void => {
    timer = null
    if (viewers.size === 0) return
    const began = world.began()
    const frame = Math.floor((clock() - began) / periodMs)
    if (frame !== last) {
      last = frame
      const bytes = y4mFrame(paint(frame * periodMs))
      for (const viewer of viewers) if (viewer.writableLength < BEHIND_FRAMES * bytes.length) viewer.write(bytes)
    }
    timer = setTimeout(tick, Math.max(1, began + (frame + 1) * periodMs - clock()))
  }
  return {
    isWatched: () => viewers.size > 0,
    serve: (response: ServerResponse) => {
      response.writeHead(200, { 'content-type': 'video/x-yuv4mpeg2', 'cache-control': 'no-store' })
      response.write(y4mHeader(view.width, view.height, rate))
      viewers.add(response)
      response.once('close', () => viewers.delete(response))
      timer ??= setTimeout(tick, 0)
    },
    close: () => {
      if (timer) clearTimeout(timer)
      for (const viewer of viewers) viewer.destroy()
    },
  }
}
