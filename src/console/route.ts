/** The URL is the view: the path chooses the page, the query what is selected in it; both are read and written here only. */
import { cell, useCell } from './cell.ts'

export type Route = { readonly path: string; readonly query: ReadonlyMap<string, string> }

const read = (): Route => ({
  path: location.pathname.replace(/\/+$/, '') || '/',
  query: new Map(new URLSearchParams(location.search)),
})

const route = cell<Route>(read())
addEventListener('popstate', () => route.set(read()))

/** `replace` leaves no step to go back to: for redirects and for what changes by itself. */
export function go(address: string, how: 'push' | 'replace' = 'push'): void {
  if (address === location.pathname + location.search) return
  if (how === 'push') history.pushState(null, '', address)
  else history.replaceState(null, '', address)
  route.set(read())
}

export const useRoute = (): Route => useCell(route)
export const routeNow = (): Route => route.get()
