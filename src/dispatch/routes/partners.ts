/** The doors of other houses' systems: signed answers, EIDO documents that answer or hand over, and the page behind the link of a mail. */
import { createHash } from 'node:crypto'
import { z } from 'zod'
import { lookOf } from '../../access/calls.ts'
import { type Door, door, json, type Reply } from '../../access/door.ts'
import { checkSignature } from '../../access/io/signature.ts'
import { SIGNATURE_HEADER } from '../../access/wire.ts'
import type { AgencyId } from '../../core/ids.ts'
import { ok, type Result, refuse } from '../../core/result.ts'
import { DAY } from '../../core/time.ts'
import { eidoOf } from '../exchange/eido.ts'
import { answersIn } from '../exchange/eido-read.ts'
import { eidoDocument } from '../exchange/eido-schema.ts'
import { refusedWords } from '../exchange/partner-words.ts'
import { gonePage, replyPage, type Said } from '../exchange/reply-page.ts'
import { sharedOf, speakerOf } from '../io/agencies/eido.ts'
import { hearAnswer, ownOrder } from '../io/agencies/heard.ts'
import { isReplyKey } from '../io/agencies/mail.ts'
import type { Given } from '../io/given.ts'
import { handToUs, howItStands } from '../io/handed-to-us.ts'
import { readIncident, readOrdersOf } from '../io/store.ts'
import { ANSWERS, isOver, type Order, REJECTION_CAUSES } from '../order.ts'
import { agencyId, incidentId, noBody, nothing, orderId, pictureBody, unitId } from '../schemas.ts'
import { answerMessage } from '../wire.ts'
import { refused } from './reply.ts'

const KB = 1024
/** A mailbox keeps a link for ever; it answers this long, and then only while the order runs. */
const LINK_MS = DAY
const ofAgency = z.strictObject({ agency: agencyId })
const key = z.string().min(1).max(64)

type Signed = Pick<Parameters<Door['answer']>[0], 'headers' | 'rawBody' | 'at'>

/** An agency without a system here and a wrong signature look the same. */
function signedBy(given: Given, agency: AgencyId, call: Signed): Result<number> {
  const reach = given.centre.reach.get(agency)
  if (!reach || reach.via === 'mail') return refuse('signature-forged')
  return checkSignature(reach.secret, call.headers[SIGNATURE_HEADER], call.rawBody, call.at)
}

export function partnerDoors(given: Given): readonly Door[] {
  return [...signedDoors(given), incidentAsEido(given), ...replyDoors(given)]
}

function signedDoors(given: Given): readonly Door[] {
  return [
    door({
      method: 'POST',
      path: '/api/agencies/:agency/answers',
      knock: 'signed',
      act: null,
      trace: { leaves: 'fact' },
      command: false,
      maxBodyBytes: 4 * KB,
      params: ofAgency,
      query: nothing,
      body: answerMessage,
      summary: "An agency's own system answers an order, signed; said twice, it is heard once.",
      answer: async (call) => {
        const { agency } = call.params
        const signed = signedBy(given, agency, call)
        if (!signed.ok) return refused(signed.refusal)
        const { id, order, answer, at, cause = null, agencyNumber = null, unit = null } = call.body
        const said = { agency, via: 'webhook', key: id, order, answer, at, cause, agencyNumber, unit } as const
        const heard = await hearAnswer(given, said, call)
        return heard.ok ? json(heard.value) : refused(heard.refusal)
      },
    }),
    door({
      method: 'POST',
      path: '/api/agencies/:agency/eido',
      knock: 'signed',
      act: null,
      trace: { leaves: 'fact' },
      command: false,
      maxBodyBytes: 256 * KB,
      params: ofAgency,
      query: nothing,
      body: eidoDocument,
      summary:
        'A signed EIDO document: answers to orders of ours, or else an incident handed to us, which an officer judges.',
      answer: async (call) => {
        const { agency } = call.params
        const signed = signedBy(given, agency, call)
        if (!signed.ok) return refused(signed.refusal)
        const answers = answersIn(call.body)
        if (answers.length === 0) {
          const raised = await handToUs(given, agency, call.body, call)
          return raised.ok
            ? json(await howItStands(given, raised.value.id), raised.value.known ? 200 : 202)
            : refused(raised.refusal)
        }
        const heard: { order: string; state?: string; refusal?: string }[] = []
        for (const { unit, ...said } of answers) {
          const named = unitId.safeParse(unit)
          // A unit of theirs that we do not know changes nothing of what they say.
          const known =
            named.success && given.centre.units.some((own) => own.id === named.data && own.agency === agency)
          const answer = { ...said, agency, via: 'eido', unit: known ? named.data : null } as const
          const same = createHash('sha256').update(JSON.stringify(said)).digest('hex')
          const one = await hearAnswer(given, { ...answer, key: `eido-${same}` }, call)
          heard.push(one.ok ? one.value : { order: said.order, refusal: one.refusal })
        }
        const [first] = heard
        // One answer that is refused is a refused letter; of several each has its own word.
        return heard.length === 1 && first?.refusal !== undefined ? refused(first.refusal) : json({ answers: heard })
      },
    }),
  ]
}

function incidentAsEido(given: Given): Door {
  return door({
    method: 'GET',
    path: '/api/incidents/:id/eido',
    knock: 'signed-in',
    act: 'incident.read',
    trace: { leaves: 'look-up' },
    command: false,
    maxBodyBytes: 0,
    params: z.strictObject({ id: incidentId }),
    query: nothing,
    body: noBody,
    summary:
      'The incident with its orders and units as an EIDO document, without particulars: to hand to another centre.',
    answer: async (call) => {
      const { id } = call.params
      const look = lookOf(call, { kind: 'incident', id })
      if (!look.ok) return refused(look.refusal)
      if (!given.access.authorise(call.principal, 'incident.read', { kind: 'incident', id }).allowed)
        return refused('not-allowed')
      const { sql } = given.database
      const [incident, orders] = await Promise.all([readIncident(sql, id), readOrdersOf(sql, id)])
      if (!incident) return refused('not-found')
      if (incident.opened.exercise) return refused('exercise')
      const seen = await given.access.ledger.reading(look.value, async () => ok(null))
      return seen.ok ? json(eidoOf(sharedOf(given, incident, orders), speakerOf(given))) : refused(seen.refusal)
    },
  })
}

const html = (text: string, status = 200): Reply => ({
  status,
  bytes: Buffer.from(text),
  mediaType: 'text/html; charset=utf-8',
  headers: { 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' },
})

/** What a form says in reply to an order; more than this is not of our page. */
const formBody = z.object({
  number: z.string().max(64).optional(),
  cause: z.enum(REJECTION_CAUSES).optional(),
})

function replyDoors(given: Given): readonly Door[] {
  /** The order behind a link; a wrong key, another's order and a link that is over look the same. */
  async function linked(
    params: { readonly order: Order['id']; readonly key: string },
    at: number,
  ): Promise<Order | null> {
    for (const [agency, reach] of given.centre.reach) {
      if (reach.via !== 'mail' || !isReplyKey(reach.secret, params.order, params.key)) continue
      const order = await ownOrder(given, agency, params.order)
      return order && (at < order.clocks.issuedAt + LINK_MS || !isOver(order)) ? order : null
    }
    return null
  }
  return [
    door({
      method: 'GET',
      path: '/reply/:order/:key',
      knock: 'anyone',
      act: null,
      trace: {
        leaves: 'none',
        because: 'the order that stands in the very mail whose signed link this is; nothing of a person is in it',
      },
      command: false,
      maxBodyBytes: 0,
      params: z.strictObject({ order: orderId, key }),
      query: nothing,
      body: noBody,
      summary: 'The page behind the link of an order by mail; looking at it answers nothing.',
      answer: async ({ params, at }) => {
        const order = await linked(params, at)
        return order ? html(replyPage(order, `/reply/${params.order}/${params.key}`, null, at)) : html(gonePage(), 404)
      },
    }),
    door({
      method: 'POST',
      path: '/reply/:order/:key/:answer',
      knock: 'anyone',
      act: null,
      trace: { leaves: 'fact' },
      command: false,
      maxBodyBytes: 2 * KB,
      params: z.strictObject({ order: orderId, key, answer: z.enum(ANSWERS) }),
      query: nothing,
      body: pictureBody,
      summary: 'Whoever holds the link of an order by mail answers it.',
      answer: async (call) => {
        const { answer } = call.params
        const order = await linked(call.params, call.at)
        if (!order) return html(gonePage(), 404)
        const form = formBody.safeParse(
          Object.fromEntries(new URLSearchParams(Buffer.from(call.rawBody).toString('utf8'))),
        )
        const { number = '', cause = null } = form.success ? form.data : {}
        const heard = await hearAnswer(
          given,
          {
            agency: order.issued.agency,
            via: 'mail',
            // Every press is a press of its own; a second one of the same answer finds it said.
            key: `mail-${call.correlation}`,
            order: order.id,
            answer,
            at: call.at,
            cause: answer === 'rejected' ? cause : null,
            agencyNumber: number.trim() === '' ? null : number.trim(),
            unit: null,
          },
          call,
        )
        const now = (await linked(call.params, call.at)) ?? order
        return html(
          replyPage(now, `/reply/${order.id}/${call.params.key}`, saidOf(heard), call.at),
          heard.ok ? 200 : 409,
        )
      },
    }),
  ]
}

function saidOf(heard: Result<unknown>): Said {
  return heard.ok
    ? { done: true, sentence: { zh: '', en: '' } }
    : { done: false, sentence: refusedWords(heard.refusal) }
}
