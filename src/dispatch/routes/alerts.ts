/** The doors of alerts: others' come in by CAP, the desk reads what stands, an officer tells the public, and anyone reads that. */
import { z } from 'zod'
import { actorOf, commandOf, lookOf } from '../../access/calls.ts'
import { type Door, door, json, type Reply } from '../../access/door.ts'
import { id } from '../../core/ids.ts'
import { ok, type Result, refuse } from '../../core/result.ts'
import { HOUR } from '../../core/time.ts'
import { type CapAlert, capAlert } from '../exchange/cap.ts'
import { type CapRefusal, readCap, writeCap } from '../exchange/cap-xml.ts'
import { hear } from '../exchange/io/alerts.ts'
import { hostOf, publish, takeBack } from '../exchange/io/road-messages.ts'
import { readAlerts, readPublic, readPublicOne } from '../exchange/io/store.ts'
import { atomOf, capOf, type Publisher } from '../exchange/public-alert.ts'
import type { Given } from '../io/given.ts'
import { incidentId, noBody, nothing, pictureBody } from '../schemas.ts'
import { refused, replied } from './reply.ts'

const KB = 1024
/** What has ended stays in sight this long, so that nobody who polls misses the end. */
const SHOWN_AFTER_MS = 12 * HOUR
const oneIncident = z.strictObject({ id: incidentId })
const oneAlert = z.strictObject({
  id: z
    .uuid()
    .toLowerCase()
    .transform((key) => id<'alert'>(key)),
})

const utf8 = new TextDecoder('utf-8', { fatal: true })

function capIn(body: CapAlert | Uint8Array): Result<CapAlert, CapRefusal> {
  if (!(body instanceof Uint8Array)) return ok(body)
  try {
    return readCap(utf8.decode(body))
  } catch {
    return refuse('xml-unreadable', 'the bytes are not UTF-8')
  }
}

const open = (text: string, mediaType: string): Reply => ({
  status: 200,
  bytes: Buffer.from(text),
  mediaType,
  headers: { 'cache-control': 'public, max-age=5' },
})

export function alertDoors(given: Given): readonly Door[] {
  const { sql } = given.database
  const publisher: Publisher = { host: hostOf(given), url: given.centre.publicUrl, name: given.centre.name }
  return [
    door({
      method: 'POST',
      path: '/api/alerts',
      knock: 'machine',
      act: 'alert.raise',
      trace: { leaves: 'fact' },
      command: false,
      maxBodyBytes: 256 * KB,
      params: nothing,
      query: nothing,
      body: z.union([capAlert, pictureBody]),
      summary: 'An authority’s alert in CAP 1.2, as XML or JSON: raised, updated or cancelled by reference.',
      answer: async ({ principal, body, at, correlation }) => {
        const cap = capIn(body)
        if (!cap.ok) return refused(cap.refusal, cap.detail)
        const { area } = given.centre
        const heard = await hear(given, {
          ...{ cap: cap.value, at, correlation, area },
          source: principal.id,
          by: actorOf(principal),
        })
        return heard.ok ? json(heard.value, heard.value.as === 'raised' ? 201 : 200) : refused(heard.refusal)
      },
    }),
    door({
      method: 'GET',
      path: '/api/alerts',
      knock: 'signed-in',
      act: 'alert.read',
      trace: { leaves: 'look-up' },
      command: false,
      maxBodyBytes: 0,
      params: nothing,
      query: nothing,
      body: noBody,
      summary: 'Alerts and road messages that stand, and those that ended lately, each with its version.',
      answer: async (call) => {
        const look = lookOf(call, { kind: 'alert', id: 'alerts' })
        if (!look.ok) return refused(look.refusal)
        return replied(
          await given.access.ledger.reading(look.value, async () =>
            ok({ alerts: await readAlerts(sql, call.at, call.at - SHOWN_AFTER_MS) }),
          ),
        )
      },
    }),
    door({
      method: 'POST',
      path: '/api/incidents/:id/road-message',
      knock: 'signed-in',
      act: 'alert.publish',
      trace: { leaves: 'fact' },
      command: true,
      maxBodyBytes: KB,
      params: oneIncident,
      query: nothing,
      body: nothing,
      summary: 'Tells the public of an incident on a road, in words made of its kind and place alone.',
      answer: async (call) => {
        const { id: key } = call.params
        return replied(await publish(given, commandOf(call, `publish ${key}`), key, call.principal.id), 201)
      },
    }),
    door({
      method: 'POST',
      path: '/api/incidents/:id/road-message/withdrawal',
      knock: 'signed-in',
      act: 'alert.publish',
      trace: { leaves: 'fact' },
      command: true,
      maxBodyBytes: KB,
      params: oneIncident,
      query: nothing,
      body: nothing,
      summary: 'Takes the road message of an incident back: readers are told that it is over.',
      answer: async (call) => {
        const { id: key } = call.params
        return replied(await takeBack(given, commandOf(call, `unpublish ${key}`), key, call.principal.id))
      },
    }),
    door({
      method: 'GET',
      path: '/public/alerts',
      knock: 'anyone',
      act: null,
      trace: { leaves: 'none', because: 'road messages made for the public; nothing of a person is in them' },
      command: false,
      maxBodyBytes: 0,
      params: nothing,
      query: nothing,
      body: noBody,
      summary: 'Road messages as an Atom feed, for anyone.',
      answer: async ({ at }) =>
        open(
          atomOf(await readPublic(sql, at, at - SHOWN_AFTER_MS), publisher, at),
          'application/atom+xml; charset=utf-8',
        ),
    }),
    door({
      method: 'GET',
      path: '/public/alerts/:id',
      knock: 'anyone',
      act: null,
      trace: { leaves: 'none', because: 'a road message made for the public; nothing of a person is in it' },
      command: false,
      maxBodyBytes: 0,
      params: oneAlert,
      query: nothing,
      body: noBody,
      summary: 'One road message as a CAP 1.2 alert, for anyone: as it is now, also when it is over.',
      answer: async ({ params }) => {
        const alert = await readPublicOne(sql, params.id)
        return alert
          ? open(writeCap(capOf(alert, publisher)), 'application/cap+xml; charset=utf-8')
          : refused('not-found')
      },
    }),
  ]
}
