/** The vault: personal particulars under AES-256-GCM, each subject with a random key of its own, wrapped by the master key; erasing is deleting that key. */
import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto'
import { z } from 'zod'
import { id, type SubjectId } from '../../core/ids.ts'
import { ok, refuse } from '../../core/result.ts'
import type { Actor } from '../../journal/fact.ts'
import { type Database, sqlOf } from '../../journal/io/database.ts'
import type { Journal } from '../../journal/journal.ts'
import type { Erasure, Particulars, Vault } from '../access.ts'
import { type AccessFact, VAULT_STREAM } from '../facts.ts'
import type { MasterKey } from './master-key.ts'
import { note } from './notes.ts'

const TAG_BYTES = 16
const NONCE_BYTES = 12
const particularsSchema = z.record(z.string(), z.string())

type Sealed = { readonly nonce: Buffer; readonly sealed: Buffer }

/** `row` is authenticated with the text: a ciphertext moved to another row, or to the other table, does not open. */
function seal(key: Buffer, plain: Uint8Array, row: string): Sealed {
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES }).setAAD(Buffer.from(row))
  return { nonce, sealed: Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]) }
}

/** null: wrong key, wrong row or changed bytes; which of them is not told. */
function unseal(key: Buffer, { nonce, sealed }: Sealed, row: string): Buffer | null {
  if (nonce.length !== NONCE_BYTES || sealed.length < TAG_BYTES) return null
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES }).setAAD(Buffer.from(row))
  decipher.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES))
  try {
    return Buffer.concat([decipher.update(sealed.subarray(0, sealed.length - TAG_BYTES)), decipher.final()])
  } catch {
    return null
  }
}

const keyRow = (subject: SubjectId): string => `firstminute/vault/1/${subject}/key`
const textRow = (subject: SubjectId): string => `firstminute/vault/1/${subject}/particulars`

const canonical = (particulars: Particulars): Buffer =>
  Buffer.from(JSON.stringify(Object.fromEntries(Object.entries(particulars).toSorted(([a], [b]) => (a < b ? -1 : 1)))))

export type OpenVault = Vault & {
  /** Deletes the keys of everything whose clock has run out, at most 500 at a time; answers how many. A job calls it. */
  eraseDue(at: number, correlation: string): Promise<number>
}

export type VaultDeps = { readonly database: Database; readonly journal: Journal; readonly masterKey: MasterKey }

const RETENTION: Actor = { kind: 'system', id: 'retention' }
const AT_A_TIME = 500

/** Throws one sentence when the database was written under another master key. */
export async function openVault({ database, journal, masterKey }: VaultDeps): Promise<OpenVault> {
  const wrapping = masterKey.keyFor('vault')
  const [sample] = await database.sql<{ subject: string; nonce: Buffer; wrapped: Buffer }[]>`
    select subject, nonce, wrapped from vault_keys limit 1`
  if (sample) {
    const opened = unseal(wrapping, { nonce: sample.nonce, sealed: sample.wrapped }, keyRow(id(sample.subject)))
    if (!opened) throw new Error('The master key is not the one that this database was written with: bring it back.')
  }

  const vault: OpenVault = {
    async put(tx, subject, particulars, clock) {
      const sql = sqlOf(tx)
      const plain = canonical(particulars)
      const key = randomBytes(32)
      const wrapped = seal(wrapping, key, keyRow(subject))
      const text = seal(key, plain, textRow(subject))
      await sql`insert into vault_keys ${sql({ subject, nonce: wrapped.nonce, wrapped: wrapped.sealed })}`
      await sql`insert into vault ${sql({
        subject,
        nonce: text.nonce,
        ciphertext: text.sealed,
        put_at: clock.at,
        erase_after: clock.eraseAfter,
      })}`
      return { digest: createHmac('sha256', key).update('digest.').update(plain).digest('hex') }
    },

    async open(tx, subject) {
      const [row] = await sqlOf(tx)<
        {
          nonce: Buffer
          ciphertext: Buffer
          erased_at: number | null
          key_nonce: Buffer | null
          wrapped: Buffer | null
        }[]
      >`select v.nonce, v.ciphertext, v.erased_at, k.nonce as key_nonce, k.wrapped
        from vault v left join vault_keys k using (subject) where v.subject = ${subject}`
      if (!row) return refuse('not-in-vault')
      if (row.erased_at !== null) return refuse('erased')
      if (!row.key_nonce || !row.wrapped) return refuse('vault-damaged')
      const key = unseal(wrapping, { nonce: row.key_nonce, sealed: row.wrapped }, keyRow(subject))
      const plain = key && unseal(key, { nonce: row.nonce, sealed: row.ciphertext }, textRow(subject))
      if (!plain) return refuse('vault-damaged')
      return ok(particularsSchema.parse(JSON.parse(plain.toString('utf8'))))
    },

    async erase(tx, subject, { at, because, by, correlation }: Erasure) {
      const sql = sqlOf(tx)
      const marked = await sql`
        update vault set erased_at = ${at}, ciphertext = ''::bytea where subject = ${subject} and erased_at is null`
      if (marked.count === 0) {
        const [known] = await sql`select 1 from vault where subject = ${subject}`
        return refuse(known ? 'erased' : 'not-in-vault')
      }
      await sql`delete from vault_keys where subject = ${subject}`
      const fact: AccessFact = { type: 'particulars-erased', v: 1, at, subject, because }
      await note(journal, tx, VAULT_STREAM, [fact], { by, correlation, recordedAt: at })
      return ok(null)
    },

    async eraseDue(at, correlation) {
      const done = await journal.transact(async (tx) => {
        const rows = await sqlOf(tx)<{ subject: string }[]>`
          select subject from vault where erased_at is null and erase_after <= ${at}
          order by erase_after limit ${AT_A_TIME} for update skip locked`
        for (const row of rows)
          await vault.erase(tx, id(row.subject), { at, because: 'due', by: RETENTION, correlation })
        return ok(rows.length)
      })
      return done.ok ? done.value : 0
    },
  }
  return vault
}
