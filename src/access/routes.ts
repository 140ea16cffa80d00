/** The doors of access: signing in and out, who am I, the look-up ledger for auditors, and adding people. */
import { id } from '../core/ids.ts'
import { ok } from '../core/result.ts'
import type { Journal } from '../journal/journal.ts'
import { actorOf } from './calls.ts'
import { clearedCookie, sessionCookie, tokenIn } from './cookie.ts'
import { type Call, type Door, door, json, problem, type Reply } from './door.ts'
import type { OpenAccess } from './io/open.ts'
import type { SignedIn } from './io/sign-in.ts'
import { purposeFor, purposeOf } from './ledger.ts'
import type { NewPerson } from './people.ts'
import type { Principal } from './roles.ts'
import * as schemas from './schemas.ts'

export type AccessDoorDeps = {
  readonly journal: Journal
  readonly access: OpenAccess
}

type AnyCall = Call<unknown, unknown, unknown>

const LARGEST_BODY_BYTES = 4096
const READ_WITHOUT_FILE = purposeOf('audit/ledger')

/** What a console may know about the person at it; never the session. */
function shown(principal: Principal) {
  const { session: _session, ...person } = principal
  return person
}

export function accessDoors({ journal, access }: AccessDoorDeps): readonly Door[] {
  const { https, demo, signIn, sessions, people, ledger, masterKey } = access
  const attempt = ({ from, at, correlation }: AnyCall) => ({ from, at, correlation })

  /** A browser that signs in again leaves its old session behind: it is ended, and said so. */
  async function leaveOld(call: AnyCall): Promise<void> {
    const token = tokenIn(call.headers.cookie, https)
    const old = token === null ? null : await sessions.find(token, call.at)
    if (old) await signIn.out(old, attempt(call))
  }

  function welcomed(call: AnyCall, { principal, token, endsAt }: SignedIn): Reply {
    const cookie = sessionCookie(token, https, (endsAt - call.at) / 1000)
    return { status: 200, json: { person: shown(principal), demo }, headers: { 'set-cookie': cookie } }
  }

  const doors: Door[] = [
    door({
      method: 'POST',
      path: '/api/sign-in',
      knock: 'anyone',
      act: null,
      trace: { leaves: 'fact' },
      // No Idempotency-Key: a stored answer would be a stored token.
      command: false,
      maxBodyBytes: LARGEST_BODY_BYTES,
      params: schemas.nothing,
      query: schemas.nothing,
      body: schemas.signInBody,
      summary: 'Signs in by name and password; sets the session cookie.',
      answer: async (call) => {
        const signedIn = await signIn.withPassword(call.body.name, call.body.password, attempt(call))
        if (signedIn.ok) {
          await leaveOld(call)
          return welcomed(call, signedIn.value)
        }
        const waiting = { 'retry-after': signedIn.detail ?? '1' }
        switch (signedIn.refusal) {
          case 'wrong-name-or-password':
            return problem(401, signedIn.refusal)
          case 'too-many-attempts':
            return { ...problem(429, signedIn.refusal), headers: waiting }
          case 'busy-try-again':
            return { ...problem(503, signedIn.refusal), headers: waiting }
        }
      },
    }),
    door({
      method: 'POST',
      path: '/api/sign-out',
      knock: 'signed-in',
      act: null,
      trace: { leaves: 'fact' },
      command: false,
      maxBodyBytes: LARGEST_BODY_BYTES,
      params: schemas.nothing,
      query: schemas.nothing,
      body: schemas.noBody,
      summary: 'Ends the session on the server and clears the cookie.',
      answer: async (call) => {
        await signIn.out(call.principal, attempt(call))
        return { status: 200, json: {}, headers: { 'set-cookie': clearedCookie(https) } }
      },
    }),
    door({
      method: 'GET',
      path: '/api/me',
      knock: 'signed-in',
      act: null,
      trace: { leaves: 'none', because: 'tells a person signed in who they are signed in as, and nothing else' },
      command: false,
      maxBodyBytes: 0,
      params: schemas.nothing,
      query: schemas.nothing,
      body: schemas.noBody,
      summary: 'The person signed in.',
      answer: async (call) => json({ person: shown(call.principal), demo }),
    }),
    door({
      method: 'GET',
      path: '/api/look-ups',
      knock: 'signed-in',
      act: 'look-up.read',
      trace: { leaves: 'look-up' },
      command: false,
      maxBodyBytes: 0,
      params: schemas.nothing,
      query: schemas.lookUpsQuery,
      body: schemas.noBody,
      summary: 'Who looked at what, why and from where, newest first; reading it is a look-up too.',
      answer: async ({ principal, headers, query, from, at, correlation }) => {
        const said = purposeFor(principal, headers.purpose)
        const purpose = said.ok || said.refusal !== 'purpose-needed' ? said : READ_WITHOUT_FILE
        if (!purpose.ok) return problem(403, purpose.refusal)
        const look = {
          principal,
          what: { kind: 'look-ups', id: 'ledger' },
          purpose: purpose.value,
          from,
          at,
          correlation,
        } as const
        const { before, person, kind, thing, limit } = query
        const filter = {
          limit,
          ...(before === undefined ? {} : { before }),
          ...(person === undefined ? {} : { person }),
          ...(kind === undefined ? {} : { kind }),
          ...(thing === undefined ? {} : { thing }),
        }
        const read = await ledger.reading(look, async (tx) => ok(await ledger.list(tx, filter)))
        if (!read.ok) return problem(403, read.refusal)
        const last = read.value.length === limit ? read.value.at(-1)?.id : undefined
        return json({ lookUps: read.value, next: last ?? null })
      },
    }),
    door({
      method: 'POST',
      path: '/api/people',
      knock: 'signed-in',
      act: 'person.manage',
      trace: { leaves: 'fact' },
      command: true,
      maxBodyBytes: LARGEST_BODY_BYTES,
      params: schemas.nothing,
      query: schemas.nothing,
      body: schemas.personBody,
      summary: 'Adds somebody who may sign in.',
      answer: async (call) => {
        const { password, ...person } = call.body
        const prepared = await people.prepare(newPerson(person), password)
        if (!prepared.ok) {
          if (prepared.refusal !== 'busy-try-again') return problem(422, prepared.refusal, prepared.detail)
          return { ...problem(503, prepared.refusal), headers: { 'retry-after': '1' } }
        }
        const { principal, at, correlation } = call
        const added = await journal.once(
          // The body holds a password: only a keyed mark of its hash is kept.
          { key: call.idempotencyKey, actor: principal.id, requestHash: masterKey.mark(call.bodyHash) },
          (tx) => people.addIn(tx, prepared.value, { by: actorOf(principal), at, correlation }),
        )
        return added.ok ? json(added.value, 201) : problem(409, added.refusal)
      },
    }),
  ]
  return demo ? [...doors, ...demoDoors()] : doors

  function demoDoors(): readonly Door[] {
    return [
      door({
        method: 'GET',
        path: '/api/demo/people',
        knock: 'anyone',
        act: null,
        trace: { leaves: 'none', because: 'invented people of the demo; this door exists in the demo only' },
        command: false,
        maxBodyBytes: 0,
        params: schemas.nothing,
        query: schemas.nothing,
        body: schemas.noBody,
        summary: 'The people of the demo.',
        answer: async () => json({ people: (await people.demo()).map(shown) }),
      }),
      door({
        method: 'POST',
        path: '/api/demo/sign-in',
        knock: 'anyone',
        act: null,
        trace: { leaves: 'fact' },
        command: false,
        maxBodyBytes: LARGEST_BODY_BYTES,
        params: schemas.nothing,
        query: schemas.nothing,
        body: schemas.demoSignInBody,
        summary: 'Signs in as one of the people of the demo.',
        answer: async (call) => {
          const signedIn = await signIn.asDemo(id<'person'>(call.body.person), attempt(call))
          if (!signedIn.ok) return problem(404, signedIn.refusal)
          await leaveOld(call)
          return welcomed(call, signedIn.value)
        },
      }),
    ]
  }
}

/** The schema has checked the words; absent fields stay absent. */
function newPerson(body: {
  readonly signInName: string
  readonly name: NewPerson['name']
  readonly role: NewPerson['role']
  readonly agency?: string | undefined
  readonly unit?: string | undefined
  readonly station?: string | undefined
}): NewPerson {
  const { signInName, name, role, agency, unit, station } = body
  return {
    signInName,
    name,
    role,
    ...(agency === undefined ? {} : { agency: id<'agency'>(agency) }),
    ...(unit === undefined ? {} : { unit: id<'unit'>(unit) }),
    ...(station === undefined ? {} : { station }),
  }
}
