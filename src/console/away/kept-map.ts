/** The city's map as the browser keeps it for a start without the server: roads and areas, nothing of a person or an incident, so it stays. */
import { get, set } from 'idb-keyval'

const NAME = 'map'

export async function keepMap(map: unknown): Promise<void> {
  // Without room the map stays empty when the server is away; the queue does not.
  await set(NAME, map).catch(() => {})
}

export const keptMap = (): Promise<unknown> => get<unknown>(NAME).catch(() => null)
