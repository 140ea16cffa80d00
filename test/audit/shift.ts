/** Knocks at the doors of the room: its log and shift, broadcasts, look-outs, held calls, lent units. */
import { HERE } from '../audit-centre.ts'
import type { Part } from './room.ts'

const HOUR = 3_600_000

export const shiftSamples: Part = async ({ as, at, done, duty, incident }) => {
  const soon = (): number => Date.now() + HOUR
  /** Begins something and answers its id. */
  async function begun(path: string, body: object): Promise<string> {
    // The door's own answer; the samples need only the id out of it.
    const answer = (await done('POST', { path, body }, duty)) as { thing: { id: string } }
    return answer.thing.id
  }
  const broadcast = () => ({ text: 'Fog from K40', to: 'everybody', expiresAt: soon() })
  const lookOut = async () => ({
    text: 'white box lorry',
    to: 'everybody',
    incident: await incident(),
    plate: '浙FK7788',
    expiresAt: soon(),
  })
  const loan = () => ({
    label: 'Linping 3',
    kind: 'tow-truck',
    capabilities: [],
    agency: 'road-rescue',
    lender: { centre: 'Linping' },
    standsAt: HERE,
    until: soon(),
  })
  const hold = () => ({ until: soon(), reason: 'escort at nine' })
  const supervisor = as('supervisor')
  const handOver = { path: '/api/shift/hand-over', body: {} }
  /** A shift of the duty officer's, whatever ran before. */
  async function dutyRuns(): Promise<void> {
    // The door's own answer; what the samples need of it.
    const { room } = (await done('GET', { path: '/api/board' }, duty)) as {
      room: { what: string; state?: string; officer?: string }[]
    }
    const running = room.find(({ what, state }) => what === 'shift' && state !== 'over')
    const take = { path: '/api/shift/take-over', body: { knowingly: true } }
    if (!running) await done('POST', { path: '/api/shift', body: {} }, duty)
    else {
      if (running.officer === duty.principal.id) await done('POST', take, supervisor)
      await done('POST', take, duty)
    }
  }
  async function handingOver(): Promise<string> {
    await dutyRuns()
    await incident()
    // The door's own answer; the sample needs one item out of it.
    const opened = (await done('POST', handOver, duty)) as {
      shift: { handOver: { items: { kind: string; id: string }[] } }
    }
    const [item] = opened.shift.handOver.items
    return `${item?.kind}/${item?.id}`
  }
  return [
    { door: 'POST /api/log', as: duty, ask: at('/api/log', { text: 'two lanes shut' }), expect: 201 },
    {
      door: 'POST /api/log/:id/correction',
      as: duty,
      ask: async () => ({
        path: `/api/log/${await begun('/api/log', { text: 'two lanes shut' })}/correction`,
        body: { text: 'one lane shut' },
      }),
      expect: 200,
    },
    { door: 'GET /api/log', as: duty, ask: at('/api/log'), expect: 200 },
    { door: 'POST /api/shift', as: supervisor, ask: at('/api/shift', {}), expect: 201 },
    {
      door: 'POST /api/shift/take-over',
      as: supervisor,
      ask: async () => {
        await dutyRuns()
        return { path: '/api/shift/take-over', body: { knowingly: true } }
      },
      expect: 200,
    },
    {
      door: 'POST /api/shift/hand-over',
      as: duty,
      ask: async () => {
        await dutyRuns()
        return handOver
      },
      expect: 200,
    },
    {
      door: 'POST /api/shift/hand-over/withdrawal',
      as: duty,
      ask: async () => {
        await handingOver()
        return { path: '/api/shift/hand-over/withdrawal', body: {} }
      },
      expect: 200,
    },
    {
      door: 'POST /api/shift/hand-over/signature',
      as: supervisor,
      ask: async () => ({ path: '/api/shift/hand-over/signature', body: { item: await handingOver() } }),
      expect: 200,
    },
    { door: 'POST /api/broadcasts', as: duty, ask: async () => at('/api/broadcasts', broadcast())(), expect: 201 },
    {
      door: 'POST /api/broadcasts/:id/acknowledgement',
      as: as('agency-user'),
      ask: async () => ({
        path: `/api/broadcasts/${await begun('/api/broadcasts', broadcast())}/acknowledgement`,
        body: {},
      }),
      expect: 200,
    },
    {
      door: 'POST /api/broadcasts/:id/recall',
      as: duty,
      ask: async () => ({ path: `/api/broadcasts/${await begun('/api/broadcasts', broadcast())}/recall`, body: {} }),
      expect: 200,
    },
    {
      door: 'POST /api/look-outs',
      as: duty,
      ask: async () => ({ path: '/api/look-outs', body: await lookOut() }),
      expect: 201,
    },
    {
      door: 'POST /api/look-outs/:id/end',
      as: duty,
      ask: async () => ({
        path: `/api/look-outs/${await begun('/api/look-outs', await lookOut())}/end`,
        body: { because: 'found' },
      }),
      expect: 200,
    },
    {
      door: 'GET /api/incidents/:id/look-outs/:look/plate',
      as: duty,
      ask: async () => {
        const asked = await lookOut()
        const look = await begun('/api/look-outs', asked)
        return {
          path: `/api/incidents/${asked.incident}/look-outs/${look}/plate`,
          headers: { purpose: `incident/${asked.incident}` },
        }
      },
      expect: 200,
    },
    {
      door: 'POST /api/incidents/:id/hold',
      as: duty,
      ask: async () => ({ path: `/api/incidents/${await incident()}/hold`, body: hold() }),
      expect: 201,
    },
    {
      door: 'POST /api/holds/:id/end',
      as: duty,
      ask: async () => ({
        path: `/api/holds/${await begun(`/api/incidents/${await incident()}/hold`, hold())}/end`,
        body: {},
      }),
      expect: 200,
    },
    { door: 'POST /api/loans', as: duty, ask: async () => at('/api/loans', loan())(), expect: 201 },
    {
      door: 'POST /api/loans/:id/end',
      as: duty,
      ask: async () => ({ path: `/api/loans/${await begun('/api/loans', loan())}/end`, body: {} }),
      expect: 200,
    },
  ]
}
