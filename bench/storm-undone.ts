/** One storm through the real doors: every report an incident, every proposal a merger, and then all of them undone; what is left is compared with what was. */
import { randomUUID } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import { openCentre } from '../test/centre.ts'
import type { Row } from './result.ts'
import { CALLERS, stormOf } from './storm-reports.ts'

type State = {
  readonly incidents: readonly { readonly id: string }[]
  readonly orders: readonly { readonly line?: unknown }[]
}

export async function undoneExactly(): Promise<readonly Row[]> {
  const agency = { id: 'traffic-police', kind: 'traffic-police' }
  const centre = await openCentre({ agencies: [agency], people: [{ name: 'officer', role: 'duty-officer' }] })
  try {
    await centre.start()
    const cookie = await centre.signIn('officer')
    const ask = async <T>(method: 'GET' | 'POST', path: string, body?: unknown): Promise<T> => {
      const answer = await fetch(`${centre.url}${path}`, {
        method,
        headers: {
          cookie,
          origin: centre.url,
          'content-type': 'application/json',
          'idempotency-key': randomUUID(),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
      if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
      return (await answer.json()) as T
    }
    const opened: string[] = []
    for (const { sighting } of stormOf(3)) {
      const { position, road, kilometre, carriageway } = sighting
      const label = { zh: 'S12 高速', en: 'S12 expressway' }
      const place = {
        ...{ position, label },
        ...(road === null || kilometre === null ? {} : { road, kilometre }),
        ...(carriageway === null ? {} : { carriageway }),
      }
      const { incident } = await ask<{ incident: { id: string } }>('POST', '/api/incidents', {
        kind: 'collision',
        priority: 1,
        place,
      })
      opened.push(incident.id)
      // Some of the forty were ordered before anybody saw that they are one.
      if (opened.length % 5 === 0)
        await ask('POST', `/api/incidents/${incident.id}/orders`, {
          plan: null,
          sends: [{ agency: agency.id, unit: null }],
        })
    }
    const before = await ask<State>('GET', '/api/board')
    const [first = '', ...rest] = opened
    for (const one of rest) await ask('POST', `/api/incidents/${one}/merger`, { into: first })
    const merged = await ask<State>('GET', '/api/board')
    for (const one of rest.toReversed()) await ask('POST', `/api/incidents/${one}/merger/withdrawal`, {})
    const after = await ask<State>('GET', '/api/board')
    const same = (a: State, b: State): boolean => isDeepStrictEqual([a.incidents, a.orders], [b.incidents, b.orders])
    return [
      {
        what: 'incidents merged into one and undone',
        value: rest.length,
        unit: '',
        must: { at: 'least', bound: CALLERS },
      },
      {
        what: 'the merger changed the board',
        value: same(before, merged) ? 0 : 1,
        unit: '',
        must: { at: 'exactly', bound: 1 },
      },
      {
        what: 'states that differ after the undoing',
        value: same(before, after) ? 0 : 1,
        unit: '',
        must: { at: 'exactly', bound: 0 },
      },
    ]
  } finally {
    await centre.close()
  }
}
