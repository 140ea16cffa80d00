/** The road network's doors, in the HTTP shape of OSRM under /osrm: a client of either can be pointed at the other. */
import { z } from 'zod'
import { type Door, door, type Reply } from '../../access/door.ts'
import type { Matcher } from '../match.ts'
import type { RoadNetwork } from '../network.ts'
import {
  match,
  matchQuery,
  nearest,
  nearestQuery,
  type OsrmAnswer,
  osrmParams,
  route,
  routeQuery,
  table,
  tableQuery,
} from '../osrm.ts'
import type { Profile } from '../profile.ts'

export type AskedRoads = { readonly network: RoadNetwork; readonly matchers: Readonly<Record<Profile, Matcher>> }

/** `roads` null: no network is there, which is what every question is answered with. */
export function osrmDoors(roads: AskedRoads | null): readonly Door[] {
  const answered = (answer: OsrmAnswer): Reply => ({ status: answer.code === 'Ok' ? 200 : 400, json: answer })
  const asked = <Q extends z.ZodType>(
    service: string,
    summary: string,
    query: Q,
    answer: (roads: AskedRoads, params: z.infer<typeof osrmParams>, query: z.infer<Q>) => OsrmAnswer,
  ): Door =>
    door({
      method: 'GET',
      path: `/osrm/${service}/v1/:profile/:coordinates`,
      knock: 'signed-in',
      act: null,
      trace: { leaves: 'none', because: 'a question to the map of roads; nobody and no incident is named in it' },
      command: false,
      maxBodyBytes: 0,
      params: osrmParams,
      query,
      body: z.unknown(),
      summary,
      answer: async (call) =>
        roads
          ? answered(answer(roads, call.params, call.query))
          : { status: 503, problem: { refusal: 'no-roads', detail: 'import roads first: firstminute roads import' } },
    })
  return [
    asked('route', 'A route over two or more places.', routeQuery, ({ network }, ...of) => route(network, ...of)),
    asked('table', 'Travel times between all places.', tableQuery, ({ network }, ...of) => table(network, ...of)),
    asked('nearest', 'The roads nearest to a place.', nearestQuery, ({ network }, ...of) => nearest(network, ...of)),
    asked('match', 'The roads that a track was driven on.', matchQuery, ({ network, matchers }, params, query) =>
      match(network, matchers[params.profile], params, query),
    ),
  ]
}
