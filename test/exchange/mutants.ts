/** A JSON document with one thing taken out or of another type, at every place in it. */

/** Every value in the document with the way to it. */
export function* places(
  value: unknown,
  path: readonly (string | number)[] = [],
): Generator<readonly (string | number)[]> {
  if (typeof value !== 'object' || value === null) return
  for (const [name, inside] of Object.entries(value)) {
    const here = [...path, Array.isArray(value) ? Number(name) : name]
    yield here
    yield* places(inside, here)
  }
}

export function changed(
  document: unknown,
  path: readonly (string | number)[],
  change: (holder: never, key: never) => void,
): unknown {
  const copy = structuredClone(document)
  let holder: unknown = copy
  for (const step of path.slice(0, -1)) holder = (holder as Record<string | number, unknown>)[step] // a path out of `places`
  change(holder as never, path.at(-1) as never)
  return copy
}

export const WRONG: readonly unknown[] = [7, 7.5, true, null, 'words', '', [], {}, ['x'], [{}], '2026-13-01T00:00:00Z']

export function mutantsAt(document: unknown, path: readonly (string | number)[]): readonly unknown[] {
  return [
    changed(document, path, (holder: Record<string, unknown>, name: string) => {
      if (Array.isArray(holder)) holder.splice(Number(name), 1)
      else delete holder[name]
    }),
    ...WRONG.map((value) =>
      changed(document, path, (holder: Record<string, unknown>, name: string) => {
        holder[name] = value
      }),
    ),
  ]
}
