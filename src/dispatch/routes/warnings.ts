/** The doors of warnings: sensors raise them and bring their pictures, officers judge them, a crew calls for help. */
import { z } from 'zod'
import { actorOf, commandOf } from '../../access/calls.ts'
import { type Door, door, json } from '../../access/door.ts'
import type { Principal } from '../../access/roles.ts'
import type { Given } from '../io/given.ts'
import { keepStill, MAX_STILL_BYTES } from '../io/stills.ts'
import { readWarning } from '../io/store.ts'
import { callForHelp, judge, raise, withdrawVerdict } from '../io/warnings.ts'
import { helpBody, isTimely, nothing, pictureBody, raisedBody, verdictBody, warningId } from '../schemas.ts'
import type { Raised, WarningSource } from '../warning.ts'
import { refused, replied } from './reply.ts'

const one = z.strictObject({ id: warningId })
const KB = 1024

/** A partner's system speaks, like a camera, under its own name; a terminal for its unit. */
function maySpeakFor(given: Given, principal: Principal, source: WarningSource): boolean {
  const kind = source.kind === 'unit' ? 'unit' : 'camera'
  return given.access.authorise(principal, 'warning.raise', { kind, id: source.id }).allowed
}

export function warningDoors(given: Given): readonly Door[] {
  const { sql } = given.database
  return [
    door({
      method: 'POST',
      path: '/api/warnings',
      knock: 'machine',
      act: 'warning.raise',
      trace: { leaves: 'fact' },
      command: false,
      maxBodyBytes: 16 * KB,
      params: nothing,
      query: nothing,
      body: raisedBody,
      summary: 'A sensor or partner raises a warning under an id of its own.',
      answer: async ({ principal, body, at, correlation }) => {
        const { id, ...raised } = body
        if (!maySpeakFor(given, principal, raised.source)) return refused('not-allowed')
        if (!isTimely(raised.onsetAt, at) || !isTimely(raised.observedAt, at)) return refused('not-timely')
        const result = await raise(given, { id, raised, by: actorOf(principal), at, correlation })
        return result.ok ? json({ id }, result.value.known ? 200 : 201) : refused(result.refusal)
      },
    }),
    door({
      method: 'POST',
      path: '/api/warnings/:id/still',
      knock: 'machine',
      act: 'warning.raise',
      trace: {
        leaves: 'none',
        because: 'the picture is bound to the warning by the hash that the fact "raised" holds',
      },
      command: false,
      maxBodyBytes: MAX_STILL_BYTES,
      params: one,
      query: nothing,
      body: pictureBody,
      summary: 'The picture of a warning, before or after it.',
      answer: async ({ principal, params, rawBody, at }) => {
        const warning = await readWarning(sql, params.id)
        if (warning && !maySpeakFor(given, principal, warning.raised.source)) return refused('not-found')
        return replied(await keepStill(sql, params.id, rawBody, at), 201)
      },
    }),
    door({
      method: 'POST',
      path: '/api/warnings/:id/verdict',
      knock: 'signed-in',
      act: 'warning.judge',
      trace: { leaves: 'fact' },
      command: true,
      maxBodyBytes: KB,
      params: one,
      query: nothing,
      body: verdictBody,
      summary: 'A named officer judges a warning; a true one opens its incident.',
      answer: async (call) => {
        const { id } = call.params
        if (!given.access.authorise(call.principal, 'warning.judge', { kind: 'warning', id }).allowed)
          return refused('not-allowed')
        return replied(await judge(given, commandOf(call, `judge ${id}`), id, call.body, call.principal.id))
      },
    }),
    door({
      method: 'POST',
      path: '/api/warnings/:id/verdict/withdrawal',
      knock: 'signed-in',
      act: 'warning.judge',
      trace: { leaves: 'fact' },
      command: true,
      maxBodyBytes: KB,
      params: one,
      query: nothing,
      body: nothing,
      summary: 'Takes a verdict back while no incident stands on it.',
      answer: async (call) => {
        const { id } = call.params
        if (!given.access.authorise(call.principal, 'warning.judge', { kind: 'warning', id }).allowed)
          return refused('not-allowed')
        return replied(await withdrawVerdict(given, commandOf(call, `withdraw ${id}`), id, call.principal.id))
      },
    }),
    door({
      method: 'POST',
      path: '/api/field/help',
      knock: 'signed-in',
      act: 'warning.raise',
      trace: { leaves: 'fact' },
      command: true,
      maxBodyBytes: KB,
      params: nothing,
      query: nothing,
      body: helpBody,
      summary: 'The emergency button of a crew: always raised, whatever is missing.',
      answer: async (call) => {
        const unit = given.centre.units.find((known) => known.id === call.principal.unit)
        if (!unit || !given.access.authorise(call.principal, 'warning.raise', { kind: 'unit', id: unit.id }).allowed)
          return refused('not-allowed')
        // A phone whose clock is wrong is believed about everything but the time.
        const at = isTimely(call.body.at, call.at) ? Math.min(call.body.at, call.at) : call.at
        const known = given.unitsNow().find((now) => now.unit.id === unit.id)?.position
        const position = call.body.position ?? known ?? given.centre.position
        const unsure = !call.body.position && !known
        const raised: Raised = {
          kind: 'officer-help',
          source: { kind: 'unit', id: unit.id, label: unit.label },
          place: {
            position,
            label: unsure
              ? { zh: `${unit.label.zh}（位置不明）`, en: `${unit.label.en} (position unknown)` }
              : unit.label,
          },
          grade: 'A',
          reason: { zh: '现场人员按下求助键', en: 'the crew pressed the emergency button' },
          hazardLights: null,
          onsetAt: at,
          observedAt: at,
        }
        return replied(await callForHelp(given, commandOf(call, 'help'), raised), 201)
      },
    }),
  ]
}
