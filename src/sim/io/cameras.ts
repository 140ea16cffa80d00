/** Serves the simulated cameras: each rendered once for all who look, paced by real time, only while somebody looks. */
import type { ServerResponse } from 'node:http'
import type { Clock } from '../../core/time.ts'
import { type CameraSite, MAIN_CAMERA } from '../city/cameras.ts'
import { openScene, type Scene, type Stage } from '../scene/scene.ts'
import { firstProgramme, helped, programmeAt, restaged, shownAt } from '../scene/stage.ts'
import { y4mFrame, y4mHeader } from '../scene/y4m.ts'

export type Cameras = {
  /** Takes over the response of a viewer. */
  serve(id: string, response: ServerResponse): boolean
  /** Help is on its way to this kilometre: the car there stays, whoever looks away meanwhile. */
  attended(kilometre: number, carriageway: string): void
  /** Somebody has helped the car that stands at this kilometre, if one does. */
  helped(kilometre: number, carriageway: string): void
  close(): void
}

/** Frames that a viewer may be behind before one is left out for it. */
const BEHIND_FRAMES = 2

export function openCameras(sites: readonly CameraSite[], seed: number, clock: Clock): Cameras {
  const open = new Map(sites.map((site) => [site.id, openCamera(site, seed, clock)]))
  const at = (kilometre: number, carriageway: string) =>
    sites.flatMap(({ id, road }) => {
      const camera = open.get(id)
      const here = road?.carriageway === carriageway && Math.abs(road.kilometre - kilometre) < 0.4
      return camera && here ? [camera] : []
    })
  return {
    serve: (id, response) => {
      const camera = open.get(id)
      camera?.serve(response)
      return camera !== undefined
    },
    attended: (kilometre, carriageway) => {
      for (const camera of at(kilometre, carriageway)) camera.attended()
    },
    helped: (kilometre, carriageway) => {
      for (const camera of at(kilometre, carriageway)) camera.helped()
    },
    close: () => {
      for (const camera of open.values()) camera.close()
    },
  }
}

function openCamera(site: CameraSite, seed: number, clock: Clock) {
  const viewers = new Set<ServerResponse>()
  const periodMs = (1000 * site.rate[1]) / site.rate[0]
  let scene: Scene | null = null
  /** The world of this camera begins with its first viewer. */
  let beganAt: number | null = null
  let programme = firstProgramme(seed)
  let timer: NodeJS.Timeout | null = null
  let attendedStop = -1
  let last = -1

  const stageAt = (at: number): Stage => {
    if (site.id !== MAIN_CAMERA) return { stop: null, standing: [] }
    programme = programmeAt(seed, programme, at)
    return { stop: programme.stop, standing: [] }
  }
  const tick = (): void => {
    timer = null
    if (viewers.size === 0 || beganAt === null) return
    scene ??= openScene(site, seed)
    const frame = Math.floor((clock() - beganAt) / periodMs)
    if (frame !== last) {
      last = frame
      const at = frame * periodMs
      const bytes = y4mFrame(scene.paint(shownAt(site.id, at), stageAt(at)))
      for (const viewer of viewers) if (viewer.writableLength < BEHIND_FRAMES * bytes.length) viewer.write(bytes)
    }
    timer = setTimeout(tick, Math.max(1, beganAt + (frame + 1) * periodMs - clock()))
  }
  return {
    serve: (response: ServerResponse) => {
      beganAt ??= clock()
      if (viewers.size === 0 && attendedStop !== programme.index) programme = restaged(programme, clock() - beganAt)
      response.writeHead(200, { 'content-type': 'video/x-yuv4mpeg2', 'cache-control': 'no-store' })
      response.write(y4mHeader(site.view.width, site.view.height, site.rate))
      viewers.add(response)
      response.once('close', () => viewers.delete(response))
      timer ??= setTimeout(tick, 0)
    },
    attended: () => {
      attendedStop = programme.index
    },
    helped: () => {
      if (beganAt !== null && site.id === MAIN_CAMERA) programme = helped(programme, clock() - beganAt)
    },
    close: () => {
      if (timer) clearTimeout(timer)
      for (const viewer of viewers) viewer.destroy()
    },
  }
}
