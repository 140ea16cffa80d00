/** Knocks at the doors of push. Nothing is ever sent to the address: nobody there exists. */
import { makeSubscription } from '../push-service.ts'
import type { Part } from './room.ts'

export const pushSamples: Part = async ({ as, at, done, duty }) => {
  const wish = (name: string) => {
    const { endpoint, keys } = makeSubscription(`http://127.0.0.1:9/${name}`)
    return { endpoint, keys, language: 'zh' }
  }
  const path = '/api/push/subscription'
  return [
    { door: 'GET /api/push', as: duty, ask: at('/api/push'), expect: 200 },
    ...(['field-officer', 'agency-user'] as const).flatMap((role) => [
      { door: `PUT ${path}`, as: as(role), ask: at(path, wish(`${role}-1`)), expect: 200 },
      {
        door: `POST ${path}/withdrawal`,
        as: as(role),
        ask: async () => {
          const one = wish(`${role}-2`)
          await done('PUT', { path, body: one }, as(role))
          return { path: `${path}/withdrawal`, body: { endpoint: one.endpoint } }
        },
        expect: 200,
      },
    ]),
  ]
}
