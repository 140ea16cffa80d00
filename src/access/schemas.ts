/** What the doors of access take: strict objects, so that a field nobody knows is refused. */
import { z } from 'zod'
import { LOOK_KINDS } from './ledger.ts'
import { LONGEST_PASSWORD } from './people.ts'
import { ROLES } from './roles.ts'

const name = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, 'letters, digits, dot, dash and underscore, at most 64')
const text = z.strictObject({ zh: z.string().trim().min(1).max(200), en: z.string().trim().min(1).max(200) })
/** Longer ones are refused before anything is computed from them. */
const password = z.string().min(1).max(LONGEST_PASSWORD)

export const nothing = z.strictObject({})
export const noBody = z.union([nothing, z.undefined(), z.null()])
export const signInBody = z.strictObject({ name: z.string().min(1).max(100), password })
export const demoSignInBody = z.strictObject({ person: name })
export const personBody = z.strictObject({
  signInName: name,
  name: text,
  role: z.enum(ROLES).exclude(['machine']),
  agency: name.optional(),
  unit: name.optional(),
  station: z.string().min(1).max(64).optional(),
  password,
})
export const lookUpsQuery = z.strictObject({
  before: z.uuid().optional(),
  person: z.string().max(64).optional(),
  kind: z.enum(LOOK_KINDS).optional(),
  thing: z.string().max(128).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
})
