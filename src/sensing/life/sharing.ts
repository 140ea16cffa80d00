/** Which detector host watches which camera: each at one living host while there is room, and nothing moves without need. Pure. */

export type HostRoom = {
  readonly id: string
  /** Most cameras it takes. */
  readonly capacity: number
  /** Camera ids it is meant for, `*` for any run of letters; empty: any. */
  readonly cameras: readonly string[]
}

/** Camera id → host id. A camera that no living host has room for is absent. */
export type Shares = ReadonlyMap<string, string>

export function matches(pattern: string, camera: string): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${parts.join('.*')}$`).test(camera)
}

function takes(host: HostRoom, camera: string): boolean {
  return host.cameras.length === 0 || host.cameras.some((pattern) => matches(pattern, camera))
}

/**
 * What stands is kept where its host lives, still takes it and has room; the rest goes to hosts that are meant for it by name
 * first, then to where the largest share is free. Where only a chain of moves would make room, one camera moves for another.
 */
export function share(cameras: readonly string[], hosts: readonly HostRoom[], now: Shares): Shares {
  const shares = new Map<string, string>()
  const load = new Map(hosts.map((host) => [host.id, 0]))
  const room = (host: HostRoom): number => host.capacity - (load.get(host.id) ?? 0)
  const give = (camera: string, host: HostRoom): void => {
    shares.set(camera, host.id)
    load.set(host.id, (load.get(host.id) ?? 0) + 1)
  }
  for (const camera of cameras) {
    const host = hosts.find((one) => one.id === now.get(camera))
    if (host && takes(host, camera) && room(host) > 0) give(camera, host)
  }
  // Who can go to few hosts chooses first.
  const waiting = cameras
    .filter((camera) => !shares.has(camera))
    .map((camera) => ({ camera, open: hosts.filter((host) => takes(host, camera)) }))
    .sort((a, b) => a.open.length - b.open.length)
  for (const { camera, open } of waiting) {
    const best = open
      .filter((host) => room(host) > 0)
      .sort(
        (a, b) =>
          Number(a.cameras.length === 0) - Number(b.cameras.length === 0) ||
          room(b) / b.capacity - room(a) / a.capacity ||
          (a.id < b.id ? -1 : 1),
      )[0]
    if (best) give(camera, best)
    else makeRoom(camera, hosts, shares, room, load)
  }
  return shares
}

/** An augmenting path (Kuhn): hosts that are full hand a camera on until one has room. Nothing moves where none has. */
function makeRoom(
  camera: string,
  hosts: readonly HostRoom[],
  shares: Map<string, string>,
  room: (host: HostRoom) => number,
  load: Map<string, number>,
): void {
  const tried = new Set<string>()
  const place = (one: string): boolean => {
    for (const host of hosts) {
      if (!takes(host, one) || tried.has(host.id) || host.capacity <= 0) continue
      tried.add(host.id)
      if (room(host) > 0) {
        shares.set(one, host.id)
        load.set(host.id, (load.get(host.id) ?? 0) + 1)
        return true
      }
      const held = [...shares].filter(([, at]) => at === host.id).map(([held]) => held)
      for (const other of held) {
        if (!place(other)) continue
        // `place` counted `other` at its new host; its place here is taken over.
        shares.set(one, host.id)
        return true
      }
    }
    return false
  }
  place(camera)
}
