/** Passwords: argon2id, two at a time in a bounded line, so that a flood of sign-ins cannot starve dispatch; unknown people cost the same. */
import { randomInt } from 'node:crypto'
import { type Algorithm, hash, verify } from '@node-rs/argon2'
import { ok, type Result, refuse } from '../../core/result.ts'

/** OWASP password storage: argon2id with 19 MiB, two passes, one lane. */
export const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const
// The library's enum exists for the type checker only; 2 is Argon2id there.
const ARGON2ID: Algorithm = 2

export type Passwords = {
  hash(password: string): Promise<Result<string, 'busy-try-again'>>
  /** `stored` null: nobody of that name; the same work is done and the answer is no. */
  matches(password: string, stored: string | null): Promise<Result<boolean, 'busy-try-again'>>
}

/** One password is one sequence of code points, whichever keyboard typed it. */
const folded = (password: string): string => password.normalize('NFKC')

/** `inFlight` leaves half of the four threads of the runtime's pool to files and name look-ups. */
export async function openPasswords(
  limits = { inFlight: 2, waiting: 32 },
  check: (stored: string, password: string) => Promise<boolean> = verify,
): Promise<Passwords> {
  const line: (() => void)[] = []
  let running = 0

  async function inLine<T>(work: () => Promise<T>): Promise<Result<T, 'busy-try-again'>> {
    if (running >= limits.inFlight) {
      if (line.length >= limits.waiting) return refuse('busy-try-again')
      await new Promise<void>((go) => line.push(go))
    } else running++
    try {
      return ok(await work())
    } finally {
      // The place in flight passes to the next in line without becoming free in between.
      const next = line.shift()
      if (next) next()
      else running--
    }
  }

  const hashed = (password: string): Promise<string> => hash(folded(password), { ...COST, algorithm: ARGON2ID })
  const decoy = await hashed('nobody has this password')

  return {
    hash: (password) => inLine(() => hashed(password)),
    matches: (password, stored) =>
      inLine(async () => {
        const same = await check(stored ?? decoy, folded(password))
        return stored !== null && same
      }),
  }
}

/** Twenty letters and digits without look-alikes, in groups that can be read out: about 98 bits. */
export function generatedPassword(): string {
  const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789'
  const group = (): string => Array.from({ length: 5 }, () => alphabet[randomInt(alphabet.length)]).join('')
  return [group(), group(), group(), group()].join('-')
}
