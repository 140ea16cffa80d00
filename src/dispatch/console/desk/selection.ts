/** What is selected at the desk: it stands in the URL, so that a view is a link. */
import { useEffect, useState } from 'react'
import { go, routeNow, useRoute } from '../../../console/route.ts'
import { type CameraId, id } from '../../../core/ids.ts'
import type { Selection, Shows } from './queue.ts'

const read = (query: ReadonlyMap<string, string>): Selection | null => {
  const incident = query.get('incident')
  if (incident) return { what: 'incident', id: id<'incident'>(incident) }
  const warning = query.get('warning')
  return warning ? { what: 'warning', id: id<'warning'>(warning) } : null
}

export const useSelection = (): Selection | null => read(useRoute().query)
export const selectionNow = (): Selection | null => read(routeNow().query)

const readShows = (query: ReadonlyMap<string, string>): Shows => (query.get('show') === 'closed' ? 'closed' : 'running')
export const useShows = (): Shows => readShows(useRoute().query)

/** What else stands in the URL stays: a replay says there which instant and whose console it shows. */
function address(selection: Selection | null, shows: Shows): string {
  const { path, query } = routeNow()
  const next = new URLSearchParams([...query])
  for (const key of ['incident', 'warning', 'show', 'camera']) next.delete(key)
  if (selection) next.set(selection.what, selection.id)
  if (shows === 'closed') next.set('show', shows)
  const text = next.toString()
  const page = path === '/replay' ? path : '/'
  return text ? `${page}?${text}` : page
}

export function select(selection: Selection | null, how: 'push' | 'replace' = 'push'): void {
  go(address(selection, readShows(routeNow().query)), how)
}

export function show(shows: Shows): void {
  go(address(selectionNow(), shows))
}

/** A camera opened on purpose, whatever is selected; it stands in the URL as well, and goes when something else is selected. */
export function openCamera(camera: CameraId | null): void {
  const { path, query } = routeNow()
  const next = new URLSearchParams([...query])
  if (camera) next.set('camera', camera)
  else next.delete('camera')
  const text = next.toString()
  go(text ? `${path}?${text}` : path)
}

export function useOpenedCamera(): CameraId | null {
  const opened = useRoute().query.get('camera')
  return opened ? id<'camera'>(opened) : null
}

export const isSame = (a: Selection | null, b: Selection | null): boolean => a?.what === b?.what && a?.id === b?.id

const RESTS_MS = 250

/** The selection once it rests: the map is not drawn anew for rows that are walked over. */
export function useRestingSelection(): Selection | null {
  const selection = useSelection()
  const [resting, setResting] = useState(selection)
  const { what, id: key } = selection ?? {}
  // biome-ignore lint/correctness/useExhaustiveDependencies: a selection is the same while what and id are; the object is made anew at every look at the address
  useEffect(() => {
    const rests = setTimeout(() => setResting(selection), RESTS_MS)
    return () => clearTimeout(rests)
  }, [what, key])
  return resting
}
