/** The doors of evidence: what is kept of a warning, an incident or a camera, its clip, and the hold on it; every look leaves its trace. */
import { z } from 'zod'
import { commandOf, lookOf } from '../../access/calls.ts'
import { type Door, door, json } from '../../access/door.ts'
import { ok, refuse } from '../../core/result.ts'
import { sqlOf } from '../../journal/io/database.ts'
import { isOpen } from '../evidence/evidence.ts'
import type { EvidenceList } from '../evidence/wire.ts'
import { commanded, listEvidence, readEvidence } from '../io/evidence/store.ts'
import { type EvidenceGiven, evidenceId, KB, noBody, nothing, purposeQuery, refused, why } from './evidence-doors.ts'
import { play } from './play.ts'

const one = z.strictObject({ id: evidenceId })
const PAGE = 50

const listQuery = z.strictObject({
  warning: z.uuid().toLowerCase().exactOptional(),
  incident: z.uuid().toLowerCase().exactOptional(),
  camera: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/)
    .exactOptional(),
  before: z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER).exactOptional(),
  limit: z.coerce.number().int().min(1).max(200).default(PAGE),
})

export function evidenceDoors(given: EvidenceGiven): readonly Door[] {
  const { ledger } = given.access
  return [
    door({
      method: 'GET',
      path: '/api/evidence',
      knock: 'signed-in',
      act: 'evidence.read',
      trace: { leaves: 'look-up' },
      command: false,
      maxBodyBytes: 0,
      params: nothing,
      query: listQuery,
      body: noBody,
      summary: 'What is kept, of one warning, one incident or one camera; newest first.',
      answer: async (call) => {
        const { warning, incident, camera, before, limit } = call.query
        const look = lookOf(call, { kind: 'evidence', id: warning ?? incident ?? camera ?? 'list' })
        if (!look.ok) return refused(look.refusal)
        const ofIncident = incident === undefined ? null : await given.warningsOf(incident)
        const ids = warning === undefined ? ofIncident : [warning].filter((key) => ofIncident?.includes(key) ?? true)
        const read = await ledger.reading(look.value, async (tx) =>
          ok(await listEvidence(sqlOf(tx), { camera: camera ?? null, ids, before: before ?? null, limit })),
        )
        if (!read.ok) return refused(read.refusal)
        const evidence = read.value
        const next = evidence.length === limit ? (evidence.at(-1)?.subject.observedAt ?? null) : null
        return json({ evidence, next } satisfies EvidenceList)
      },
    }),
    door({
      method: 'GET',
      path: '/api/evidence/:id',
      knock: 'signed-in',
      act: 'evidence.read',
      trace: { leaves: 'look-up' },
      command: false,
      maxBodyBytes: 0,
      params: one,
      query: nothing,
      body: noBody,
      summary: 'One piece of evidence: its clip, stills, hold and copies.',
      answer: async (call) => {
        const { id } = call.params
        const look = lookOf(call, { kind: 'evidence', id })
        if (!look.ok) return refused(look.refusal)
        const read = await ledger.reading(look.value, async (tx) => {
          const evidence = await readEvidence(sqlOf(tx), id)
          return evidence ? ok(evidence) : refuse('no-evidence')
        })
        return read.ok ? json({ evidence: read.value }) : refused(read.refusal)
      },
    }),
    door({
      method: 'GET',
      path: '/api/evidence/:id/clip.mp4',
      knock: 'signed-in',
      act: 'evidence.read',
      trace: { leaves: 'look-up' },
      command: false,
      maxBodyBytes: 0,
      params: one,
      query: purposeQuery,
      body: noBody,
      summary: 'The clip, whole or in ranges; one trace stands for a minute of one player.',
      answer: async (call) => {
        const { id } = call.params
        const look = lookOf(call, { kind: 'evidence', id: `${id}:clip` }, call.headers.purpose ?? call.query.purpose)
        if (!look.ok) return refused(look.refusal)
        const evidence = await readEvidence(given.database.sql, id)
        if (!evidence) return refused('no-evidence')
        if (evidence.state === 'asked') return refused('still-recording')
        if (!isOpen(evidence)) return refused('evidence-erased')
        if (evidence.recording.kind === 'none') return refused('no-clip', evidence.recording.because)
        const traced = await ledger.picture(look.value)
        return traced.ok ? play(given.folder.clip(id), call.headers.range) : refused(traced.refusal)
      },
    }),
    ...(['hold', 'release'] as const).map((type) =>
      door({
        method: 'POST',
        path: `/api/evidence/:id/${type}`,
        knock: 'signed-in',
        act: 'evidence.hold',
        trace: { leaves: 'fact' },
        command: true,
        maxBodyBytes: KB,
        params: one,
        query: nothing,
        body: z.strictObject({ why }),
        summary: type === 'hold' ? 'Stops the retention clock, with a reason.' : 'Lets the retention clock run again.',
        answer: async (call) => {
          const { id } = call.params
          const wish = { type, at: call.at, by: call.principal.id, why: call.body.why }
          const done = await commanded(given, commandOf(call, `${type} ${id}`), id, wish)
          return done.ok ? json({ evidence: done.value }) : refused(done.refusal, done.detail)
        },
      }),
    ),
  ]
}
