/** The state lane: five times a second what moved, every ten seconds the whole picture, and the status lines of cameras and agencies. */
import type { AgencyId } from '../../core/ids.ts'
import { type Clock, SECOND } from '../../core/time.ts'
import type { AgencyLine, CameraLine } from '../../journal/lane.ts'
import type { World } from '../../vehicles/io/world.ts'
import type { Client } from './client.ts'

export type StateDeps = {
  readonly world: World
  readonly cameras: () => readonly CameraLine[]
  readonly agencies: () => readonly AgencyLine[]
  readonly clock: Clock
}

const TICK_MS = 200
const PICTURE_EVERY_MS = 10 * SECOND
const LINES_EVERY_MS = 2 * SECOND
/** Status lines are compared twice a second and sent at once when something changed. */
const LOOK_EVERY_MS = 500

/** Whose units and lines a tab may see; undefined: none. */
function scopeOf({ sight }: Client): AgencyId | 'all' | undefined {
  if (sight.scope === 'all') return 'all'
  return sight.scope === 'none' ? undefined : (sight.agency ?? undefined)
}

export function openStateLane(deps: StateDeps, clients: ReadonlySet<Client>): { close(): void } {
  let pictureAt = deps.clock()
  const tick = setInterval(() => {
    const at = deps.clock()
    const isPicture = at - pictureAt >= PICTURE_EVERY_MS
    if (isPicture) pictureAt = at
    const made = new Map<string, Buffer | null>()
    for (const client of clients) {
      const scope = scopeOf(client)
      if (scope === undefined || client.phase === 'greeting' || client.phase === 'gone') continue
      const which = isPicture || client.wantsPicture ? 'all' : 'changed'
      const name = `${which} ${scope}`
      let frame = made.get(name)
      if (frame === undefined) {
        frame = deps.world.frame(at, which, scope === 'all' ? null : scope)
        made.set(name, frame)
      }
      if (frame === null) client.wantsPicture = false
      else if (client.state(frame) && which === 'all') client.wantsPicture = false
    }
    deps.world.settle()
  }, TICK_MS)

  let before = ''
  let linesAt = 0
  const greeted = new WeakSet<Client>()
  const look = setInterval(() => {
    const at = deps.clock()
    const cameras = deps.cameras()
    const agencies = deps.agencies()
    const now = JSON.stringify([cameras.map((c) => [c.id, c.state, c.cause, c.turn]), agencies])
    const isDue = now !== before || at - linesAt >= LINES_EVERY_MS
    before = now
    if (isDue) linesAt = at
    const camerasFrame = Buffer.from(JSON.stringify({ type: 'cameras', at, cameras }))
    const made = new Map<string, Buffer>()
    for (const client of clients) {
      const scope = scopeOf(client)
      if (scope === undefined || client.phase === 'greeting' || client.phase === 'gone') continue
      if (!isDue && greeted.has(client)) continue
      greeted.add(client)
      if (scope === 'all') client.line(camerasFrame)
      const lines = scope === 'all' ? agencies : agencies.filter((line) => line.agency === scope)
      const frame = made.get(scope) ?? Buffer.from(JSON.stringify({ type: 'agencies', at, lines }))
      made.set(scope, frame)
      client.line(frame)
    }
  }, LOOK_EVERY_MS)

  return {
    close() {
      clearInterval(tick)
      clearInterval(look)
    },
  }
}
