/** A simulated pan-tilt-zoom head: where it points at any instant, given where it was and what it was told; it turns as fast as its motors do. */

/** Generic spaces of ONVIF: pan and tilt -1 to 1, zoom 0 to 1. */
export type Pose = { readonly pan: number; readonly tilt: number; readonly zoom: number }

export type Head = {
  readonly from: Pose
  /** When it was told, ms. */
  readonly at: number
  readonly course:
    | { readonly kind: 'rest' }
    | { readonly kind: 'to'; readonly goal: Pose }
    /** Shares of full speed, -1 to 1. */
    | { readonly kind: 'drift'; readonly by: Pose; readonly until: number }
}

/** Units of the generic spaces a second. */
export type Motors = { readonly turn: number; readonly zoom: number }
export const BRISK: Motors = { turn: 0.6, zoom: 0.6 }

const clamp = (value: number, least: number, most: number): number => Math.min(most, Math.max(least, value))
export const within = ({ pan, tilt, zoom }: Pose): Pose => ({
  pan: clamp(pan, -1, 1),
  tilt: clamp(tilt, -1, 1),
  zoom: clamp(zoom, 0, 1),
})

export const atRest = (pose: Pose, at: number): Head => ({ from: pose, at, course: { kind: 'rest' } })

export function poseAt({ from, at, course }: Head, motors: Motors, now: number): Pose {
  const seconds = Math.max(0, now - at) / 1000
  switch (course.kind) {
    case 'rest':
      return from
    case 'to': {
      const reach = (start: number, goal: number, perS: number): number =>
        start + clamp(goal - start, -perS * seconds, perS * seconds)
      return {
        pan: reach(from.pan, course.goal.pan, motors.turn),
        tilt: reach(from.tilt, course.goal.tilt, motors.turn),
        zoom: reach(from.zoom, course.goal.zoom, motors.zoom),
      }
    }
    case 'drift': {
      const driven = Math.min(seconds, Math.max(0, course.until - at) / 1000)
      return within({
        pan: from.pan + course.by.pan * motors.turn * driven,
        tilt: from.tilt + course.by.tilt * motors.turn * driven,
        zoom: from.zoom + course.by.zoom * motors.zoom * driven,
      })
    }
  }
}

export function isMoving(head: Head, motors: Motors, now: number): boolean {
  if (head.course.kind === 'rest') return false
  if (head.course.kind === 'drift') return now < head.course.until
  const { goal } = head.course
  const { pan, tilt, zoom } = poseAt(head, motors, now)
  return pan !== goal.pan || tilt !== goal.tilt || zoom !== goal.zoom
}

export function sentTo(head: Head, motors: Motors, goal: Pose, now: number): Head {
  return { from: poseAt(head, motors, now), at: now, course: { kind: 'to', goal: within(goal) } }
}

export function driven(head: Head, motors: Motors, by: Pose, forMs: number, now: number): Head {
  return { from: poseAt(head, motors, now), at: now, course: { kind: 'drift', by, until: now + forMs } }
}

export function stopped(head: Head, motors: Motors, now: number): Head {
  return atRest(poseAt(head, motors, now), now)
}
