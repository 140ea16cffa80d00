/** A cell holds one value that screens watch: they redraw when it, or the part they look at, is another value. */
import { useRef, useSyncExternalStore } from 'react'

/** What can be watched and is set elsewhere. */
export type Watched<T> = {
  readonly get: () => T
  readonly subscribe: (changed: () => void) => () => void
}

export type Cell<T> = Watched<T> & { readonly set: (value: T) => void }

export function cell<T>(first: T): Cell<T> {
  let value = first
  const watchers = new Set<() => void>()
  return {
    get: () => value,
    set(next) {
      if (Object.is(next, value)) return
      value = next
      for (const changed of [...watchers]) changed()
    },
    subscribe(changed) {
      watchers.add(changed)
      return () => watchers.delete(changed)
    },
  }
}

/** The cell's value. `part` picks what matters; the screen stays as it is while that part is the same value. */
export function useCell<T>(watched: Watched<T>): T
export function useCell<T, P>(watched: Watched<T>, part: (value: T) => P): P
export function useCell<T, P>(watched: Watched<T>, part?: (value: T) => P): T | P {
  const seen = useRef<{ readonly of: T; readonly by: typeof part; readonly part: T | P } | null>(null)
  return useSyncExternalStore(watched.subscribe, () => {
    const value = watched.get()
    if (seen.current && Object.is(seen.current.of, value) && seen.current.by === part) return seen.current.part
    const next = part ? part(value) : value
    seen.current = { of: value, by: part, part: next }
    return next
  })
}
