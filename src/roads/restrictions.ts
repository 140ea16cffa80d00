/**
 * Turns that are forbidden, as sequences of arcs that must not be driven one after the other; all of them in one automaton
 * (Aho & Corasick 1975), so that a restriction over several ways is no special case. Pure.
 */

/** Two or more road arcs that follow each other. */
export type Forbidden = readonly number[]

export type Automaton = {
  /** States without the first, which means: nothing is under way. */
  readonly states: number
  /** The last arc driven in a state, 1 … states. */
  lastArc(state: number): number
  /** The state after `arc`, 0 where nothing is under way; -1: the arc must not be driven now. */
  next(state: number, arc: number): number
}

export function automatonOf(forbidden: readonly Forbidden[]): Automaton {
  const children: Map<number, number>[] = [new Map()]
  const last: number[] = [-1]
  const barred: Set<number>[] = [new Set()]
  for (const sequence of forbidden) {
    let state = 0
    for (const arc of sequence.slice(0, -1)) {
      let child = children[state]?.get(arc)
      if (child === undefined) {
        child = children.length
        children[state]?.set(arc, child)
        children.push(new Map())
        last.push(arc)
        barred.push(new Set())
      }
      state = child
    }
    const end = sequence.at(-1)
    if (end !== undefined && sequence.length > 1) barred[state]?.add(end)
  }
  const back = new Int32Array(children.length)
  const step = (from: number, arc: number): number => {
    for (let state = from; ; state = back[state] ?? 0) {
      const child = children[state]?.get(arc)
      if (child !== undefined) return child
      if (state === 0) return 0
    }
  }
  // Breadth first: a state's shorter self is known before its children ask for theirs.
  const queue: number[] = [0]
  for (const state of queue)
    for (const [arc, child] of children[state] ?? []) {
      if (state !== 0) back[child] = step(back[state] ?? 0, arc)
      queue.push(child)
    }
  return {
    states: children.length - 1,
    lastArc: (state) => last[state] ?? -1,
    next(from, arc) {
      for (let state = from; state !== 0; state = back[state] ?? 0) if (barred[state]?.has(arc)) return -1
      return step(from, arc)
    },
  }
}
