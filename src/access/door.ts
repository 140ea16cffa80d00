/** A door: one HTTP route as a value, with its schemas, the act it needs and the trace it leaves; `server/http` hangs the doors. */
import type { z } from 'zod'
import type { Act, Principal } from './roles.ts'

/**
 * How a door accounts for itself (test/audit-coverage.test.ts opens every door and looks for the trace):
 * `fact`: a fact in the journal, in the same transaction; `look-up`: an entry in the look-up ledger before the answer;
 * `none`: nothing personal and no incident passes here, for the reason given.
 */
export type Trace = { readonly leaves: 'fact' | 'look-up' } | { readonly leaves: 'none'; readonly because: string }

/**
 * Who may knock: anyone, a person signed in (`act` is then checked by policy), a machine that proves itself by its token,
 * or one that signs the body: that proof is for the door, which alone knows whose secret it is.
 */
export type Knock = 'anyone' | 'signed-in' | 'machine' | 'signed'

export type Call<P, Q, B> = {
  readonly principal: Principal
  readonly params: P
  readonly query: Q
  readonly body: B
  /** Server clock when the request had been read, UTC ms. */
  readonly at: number
  readonly correlation: string
  /** Present on every command; the door refuses a command without one (`Idempotency-Key`). */
  readonly idempotencyKey: string
  /** SHA-256 of the raw body, hex: for idempotency and signatures. */
  readonly bodyHash: string
  readonly rawBody: Uint8Array
  readonly headers: Readonly<Record<string, string | undefined>>
  /** From which place: the client's address as the server saw it. */
  readonly from: string
}

export type Reply =
  | { readonly status: number; readonly json: unknown; readonly headers?: Readonly<Record<string, string>> }
  | {
      readonly status: number
      readonly bytes: Uint8Array
      readonly mediaType: string
      readonly headers?: Readonly<Record<string, string>>
    }
  | {
      readonly status: number
      readonly stream: AsyncIterable<Uint8Array>
      readonly mediaType: string
      readonly headers?: Readonly<Record<string, string>>
    }
  | { readonly status: number; readonly problem: Problem; readonly headers?: Readonly<Record<string, string>> }

/** RFC 9457; `refusal` is the kebab word that the console translates, `pointer` names the field (RFC 6901). */
export type Problem = {
  readonly refusal: string
  readonly detail?: string
  readonly errors?: readonly { readonly pointer: string; readonly detail: string }[]
}

export type Door = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  readonly path: string
  readonly knock: Knock
  readonly act: Act | null
  readonly trace: Trace
  /** True for state-changing doors of people: Idempotency-Key is compulsory, Origin is checked. */
  readonly command: boolean
  readonly maxBodyBytes: number
  readonly params: z.ZodType
  readonly query: z.ZodType
  readonly body: z.ZodType
  readonly summary: string
  readonly answer: (call: Call<unknown, unknown, unknown>) => Promise<Reply>
}

type Plan<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType> = Omit<
  Door,
  'params' | 'query' | 'body' | 'answer'
> & {
  readonly params: P
  readonly query: Q
  readonly body: B
  readonly answer: (call: Call<z.infer<P>, z.infer<Q>, z.infer<B>>) => Promise<Reply>
}

/** Builds a door whose `answer` sees what its schemas promise. */
export function door<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType>(plan: Plan<P, Q, B>): Door {
  // The server parses params, query and body with these very schemas before it calls `answer`.
  return { ...plan, answer: (call) => plan.answer(call as Call<z.infer<P>, z.infer<Q>, z.infer<B>>) }
}

export const json = (value: unknown, status = 200): Reply => ({ status, json: value })
export const problem = (status: number, refusal: string, detail?: string): Reply => ({
  status,
  problem: detail === undefined ? { refusal } : { refusal, detail },
})
