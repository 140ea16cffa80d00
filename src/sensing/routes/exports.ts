/** The doors of copies that leave the house: asked for with a reason, approved by a second person where nothing is masked, watched, stopped, fetched. */
import { z } from 'zod'
import { actorOf, commandOf, lookOf } from '../../access/calls.ts'
import { type Door, door, json } from '../../access/door.ts'
import { ok, refuse } from '../../core/result.ts'
import { sqlOf } from '../../journal/io/database.ts'
import { EXPORT_FORMS } from '../evidence/export.ts'
import type { ExportSeen } from '../evidence/wire.ts'
import { commanded, newId, readEvidence, wishIn } from '../io/evidence/store.ts'
import {
  type EvidenceGiven,
  evidenceId,
  exportId,
  KB,
  noBody,
  nothing,
  purposeQuery,
  refused,
  why,
} from './evidence-doors.ts'
import { play } from './play.ts'

const one = z.strictObject({ id: evidenceId })
const copyOf = z.strictObject({ id: evidenceId, export: exportId })

/** What the asker, and the second person, say of a copy. */
const SAYINGS = {
  approval: { type: 'approve-export', act: 'evidence.approve', summary: 'A second person approves an unmasked copy.' },
  refusal: { type: 'refuse-export', act: 'evidence.approve', summary: 'A second person refuses an unmasked copy.' },
  stop: { type: 'stop-export', act: 'evidence.export', summary: 'Stops a copy that waits or is being made.' },
} as const

export function exportDoors(given: EvidenceGiven): readonly Door[] {
  const { ledger } = given.access
  return [
    door({
      method: 'POST',
      path: '/api/evidence/:id/exports',
      knock: 'signed-in',
      act: 'evidence.export',
      trace: { leaves: 'fact' },
      command: true,
      maxBodyBytes: KB,
      params: one,
      query: nothing,
      body: z.strictObject({ form: z.enum(EXPORT_FORMS), why }),
      summary: 'Asks for a copy; a masked one is refused where nothing can look for people and plates.',
      answer: async (call) => {
        const { id } = call.params
        const { form, why: reason } = call.body
        const able = await given.copier.able(form)
        if (!able.ok) return refused(able.refusal, able.detail)
        const wish = {
          type: 'ask-export',
          at: call.at,
          export: newId<'export'>(given),
          form,
          by: call.principal.id,
          why: reason,
        } as const
        const done = await commanded(given, commandOf(call, `export ${id}`), id, wish)
        if (!done.ok) return refused(done.refusal, done.detail)
        given.copies.wake()
        const asked = done.value.exports.at(-1)
        if (!asked) throw new Error(`evidence ${id}: an export was asked for and is not there`)
        return json({ export: asked, progress: null } satisfies ExportSeen, 201)
      },
    }),
    ...(['approval', 'refusal', 'stop'] as const).map((saying) =>
      door({
        method: 'POST',
        path: `/api/evidence/:id/exports/:export/${saying}`,
        knock: 'signed-in',
        act: SAYINGS[saying].act,
        trace: { leaves: 'fact' },
        command: true,
        maxBodyBytes: KB,
        params: copyOf,
        query: nothing,
        body: nothing,
        summary: SAYINGS[saying].summary,
        answer: async (call) => {
          const { id, export: copy } = call.params
          const wish = { type: SAYINGS[saying].type, at: call.at, export: copy, by: call.principal.id }
          const done = await commanded(given, commandOf(call, `${saying} ${id} ${copy}`), id, wish)
          if (!done.ok) return refused(done.refusal, done.detail)
          given.copies.wake()
          return json({ evidence: done.value })
        },
      }),
    ),
    door({
      method: 'GET',
      path: '/api/evidence/:id/exports/:export',
      knock: 'signed-in',
      act: 'evidence.export',
      trace: { leaves: 'look-up' },
      command: false,
      maxBodyBytes: 0,
      params: copyOf,
      query: nothing,
      body: noBody,
      summary: 'How far a copy is; polled, so one trace stands for a minute.',
      answer: async (call) => {
        const { id, export: copy } = call.params
        const look = lookOf(call, { kind: 'evidence', id: `${id}:${copy}` })
        if (!look.ok) return refused(look.refusal)
        const traced = await ledger.picture(look.value)
        if (!traced.ok) return refused(traced.refusal)
        const known = (await readEvidence(given.database.sql, id))?.exports.find((each) => each.id === copy)
        if (!known) return refused('no-export')
        return json({ export: known, progress: given.copies.progress(copy) } satisfies ExportSeen)
      },
    }),
    door({
      method: 'GET',
      path: '/api/evidence/:id/exports/:export/copy.mp4',
      knock: 'signed-in',
      act: 'evidence.export',
      trace: { leaves: 'look-up' },
      command: false,
      maxBodyBytes: 0,
      params: copyOf,
      query: purposeQuery,
      body: noBody,
      summary: 'The copy as a file; every fetching is on record.',
      answer: async (call) => {
        const { id, export: copy } = call.params
        const what = { kind: 'evidence', id: `${id}:${copy}` } as const
        const look = lookOf(call, what, call.headers.purpose ?? call.query.purpose)
        if (!look.ok) return refused(look.refusal)
        const by = call.principal.id
        const fetched = await ledger.reading(look.value, async (tx) => {
          if (!(await readEvidence(sqlOf(tx), id))) return refuse('no-evidence')
          const wish = { type: 'fetch-export', at: call.at, export: copy, by } as const
          const done = await wishIn(given, tx, id, wish, actorOf(call.principal), call.correlation)
          return done.ok ? ok(null) : done
        })
        if (!fetched.ok) return refused(fetched.refusal, fetched.detail)
        return play(given.folder.copy(id, copy), undefined, {
          'content-disposition': `attachment; filename="evidence-${copy}.mp4"`,
        })
      },
    }),
  ]
}
