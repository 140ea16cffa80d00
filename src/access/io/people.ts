/** The table of people: adding with a fact, finding by the name to sign in with, disabling; people of the demo have no password. */
import { id, type PersonId, uuidv7 } from '../../core/ids.ts'
import { ok, type Result, refuse } from '../../core/result.ts'
import type { Text } from '../../core/text.ts'
import type { Chance } from '../../core/time.ts'
import type { Actor } from '../../journal/fact.ts'
import { type Database, sqlOf } from '../../journal/io/database.ts'
import type { Journal, Transaction } from '../../journal/journal.ts'
import type { AccessFact } from '../facts.ts'
import { checkBinding, checkPassword, foldedName, type NewPerson, type PersonRefusal } from '../people.ts'
import { type Principal, ROLES } from '../roles.ts'
import { note } from './notes.ts'
import type { Passwords } from './passwords.ts'

export type PersonRow = {
  readonly id: string
  readonly name: Text
  readonly role: string
  readonly agency: string | null
  readonly unit: string | null
  readonly station: string | null
}

/** Out of the store as a principal; a role that this version does not know may do nothing, so it is nobody. */
export function principalOf(row: PersonRow): Principal | null {
  const role = ROLES.find((known) => known === row.role)
  if (!role || role === 'machine') return null
  return {
    id: id<'person'>(row.id),
    role,
    name: { zh: row.name.zh, en: row.name.en },
    ...(row.agency === null ? {} : { agency: id<'agency'>(row.agency) }),
    ...(row.unit === null ? {} : { unit: id<'unit'>(row.unit) }),
    ...(row.station === null ? {} : { station: row.station }),
  }
}

export type Doing = { readonly by: Actor; readonly at: number; readonly correlation: string }
export type DemoPerson = Omit<NewPerson, 'signInName'> & { readonly id: PersonId }
export type AddRefusal = PersonRefusal | 'name-taken' | 'busy-try-again'

/** A person whose bindings and password were checked and whose password is hashed: what a transaction writes. */
export type Prepared = NewPerson & { readonly passwordHash: string }

export type People = {
  /** The slow part, outside any transaction: checks and hashes. */
  prepare(person: NewPerson, password: string): Promise<Result<Prepared, AddRefusal>>
  addIn(tx: Transaction, person: Prepared, doing: Doing): Promise<Result<{ readonly id: PersonId }, 'name-taken'>>
  /** Both, for the command line. */
  add(person: NewPerson, password: string, doing: Doing): Promise<Result<{ readonly id: PersonId }, AddRefusal>>
  /** null: nobody of that name who could sign in. */
  toSignIn(signInName: string): Promise<{ readonly principal: Principal; readonly passwordHash: string } | null>
  /** Signs out everywhere and for good; the row stays, because facts name it. */
  disable(person: PersonId, doing: Doing): Promise<Result<null, 'not-a-person'>>
  demo(): Promise<readonly Principal[]>
  /** Writes the demo's people; whoever is no longer in the list is disabled. */
  setDemo(people: readonly DemoPerson[], at: number): Promise<void>
}

export type PeopleDeps = {
  readonly database: Database
  readonly journal: Journal
  readonly passwords: Passwords
  readonly chance: Chance
}

const COLUMNS = ['id', 'name', 'role', 'agency', 'unit', 'station'] as const

export function openPeople({ database, journal, passwords, chance }: PeopleDeps): People {
  const { sql } = database
  const people: People = {
    async prepare(person, password) {
      const bound = checkBinding(person)
      if (!bound.ok) return bound
      const strong = checkPassword(password, person.signInName)
      if (!strong.ok) return strong
      const hashed = await passwords.hash(password)
      return hashed.ok ? ok({ ...person, passwordHash: hashed.value }) : hashed
    },

    async addIn(tx, person, { by, at, correlation }) {
      const personId = id<'person'>(uuidv7(at, chance(10)))
      const own = sqlOf(tx)
      const { role, agency = null, unit = null, station = null } = person
      const added = await own`insert into people ${own({
        id: personId,
        sign_in_name: foldedName(person.signInName),
        name: own.json(person.name),
        role,
        agency,
        unit,
        station,
        password_hash: person.passwordHash,
        added_at: at,
      })} on conflict (sign_in_name) do nothing`
      if (added.count === 0) return refuse('name-taken')
      const fact: AccessFact = { type: 'person-added', v: 1, at, person: personId, role, agency, unit, station }
      await note(journal, tx, `access/${personId}`, [fact], { by, correlation, recordedAt: at })
      return ok({ id: personId })
    },

    async add(person, password, doing) {
      const prepared = await people.prepare(person, password)
      return prepared.ok ? journal.transact((tx) => people.addIn(tx, prepared.value, doing)) : prepared
    },

    async toSignIn(signInName) {
      const [row] = await sql<(PersonRow & { password_hash: string })[]>`
        select ${sql([...COLUMNS, 'password_hash'])} from people
        where sign_in_name = ${foldedName(signInName)} and disabled_at is null and password_hash is not null`
      const principal = row && principalOf(row)
      return row && principal ? { principal, passwordHash: row.password_hash } : null
    },

    disable: (person, { by, at, correlation }) =>
      journal.transact(async (tx) => {
        const own = sqlOf(tx)
        const disabled = await own`
          update people set disabled_at = ${at}, version = version + 1 where id = ${person} and disabled_at is null`
        if (disabled.count === 0) return refuse('not-a-person')
        await own`update sessions set ended_at = ${at} where person = ${person} and ended_at is null`
        const fact: AccessFact = { type: 'person-disabled', v: 1, at, person }
        await note(journal, tx, `access/${person}`, [fact], { by, correlation, recordedAt: at })
        return ok(null)
      }),

    async demo() {
      const rows = await sql<PersonRow[]>`
        select ${sql([...COLUMNS])} from people where demo and disabled_at is null order by added_at, id`
      return rows.flatMap((row) => principalOf(row) ?? [])
    },

    async setDemo(list, at) {
      await sql.begin(async (own) => {
        await own`update people set disabled_at = ${at} where demo and not (id = any(${list.map((one) => one.id)}))`
        for (const [index, person] of list.entries()) {
          const { id: personId, name, role, agency = null, unit = null, station = null } = person
          await own`insert into people ${own({
            id: personId,
            sign_in_name: `demo:${personId}`,
            name: own.json(name),
            role,
            agency,
            unit,
            station,
            demo: true,
            // In the order of the configuration.
            added_at: at + index,
          })} on conflict (id) do update set name = excluded.name, role = excluded.role, agency = excluded.agency,
            unit = excluded.unit, station = excluded.station, added_at = excluded.added_at, disabled_at = null,
            version = people.version + 1
            where people.demo`
        }
      })
    },
  }
  return people
}
