/** Problems as answers: every failure leaves as problem+json (RFC 9457) with a kebab word the console translates, and never echoes what was sent. */
import { STATUS_CODES } from 'node:http'
import type { z } from 'zod'
import type { Problem } from '../../access/door.ts'

export const PROBLEM_MEDIA_TYPE = 'application/problem+json; charset=utf-8'

/** The refusals of the HTTP layer itself; doors add their own words. */
export const HTTP_PROBLEMS = {
  'bad-input': [400, 'The request has fields that cannot be read'],
  'bad-json': [400, 'The body is not JSON'],
  'bad-request': [400, 'The request is not HTTP that can be read'],
  'idempotency-key-needed': [400, 'A command carries a header Idempotency-Key with a UUID'],
  'not-signed-in': [401, 'Nobody is signed in'],
  'token-unknown': [401, 'The token is not known'],
  'not-allowed': [403, 'The policy does not permit this'],
  'wrong-origin': [403, 'The request comes from another site'],
  'not-found': [404, 'There is nothing at this address'],
  'method-not-allowed': [405, 'This address does not take this method'],
  'too-slow': [408, 'The request came too slowly'],
  'body-too-large': [413, 'The body is larger than this address takes'],
  'media-type': [415, 'This address does not take this media type'],
  'too-many': [429, 'Too many attempts: wait and try again'],
  'headers-too-large': [431, 'The headers are too large'],
  bug: [500, 'Something is wrong on our side; the correlation id finds it in the log'],
  busy: [503, 'The server is busy: try again'],
} as const satisfies Record<string, readonly [status: number, title: string]>
export type HttpRefusal = keyof typeof HTTP_PROBLEMS

const isHttpRefusal = (refusal: string): refusal is HttpRefusal => Object.hasOwn(HTTP_PROBLEMS, refusal)

/** Thrown inside the HTTP layer only, caught in its one error handler. */
export class Refused extends Error {
  readonly status: number
  readonly problem: Problem
  readonly headers: Readonly<Record<string, string>>
  constructor(
    refusal: HttpRefusal,
    more: Omit<Problem, 'refusal'> & { readonly headers?: Readonly<Record<string, string>> } = {},
  ) {
    super(refusal)
    const { headers, ...rest } = more
    this.status = HTTP_PROBLEMS[refusal][0]
    this.problem = { refusal, ...rest }
    this.headers = headers ?? {}
  }
}

export function problemBody(status: number, problem: Problem, correlation: string): string {
  const title = isHttpRefusal(problem.refusal) ? HTTP_PROBLEMS[problem.refusal][1] : (STATUS_CODES[status] ?? 'Refused')
  return JSON.stringify({ type: `urn:firstminute:problem:${problem.refusal}`, title, status, ...problem, correlation })
}

/** RFC 6901. */
export function pointerOf(path: readonly PropertyKey[]): string {
  return path.map((step) => `/${String(step).slice(0, 64).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}

/** Every field that a schema refused, by pointer; of a union the branch that came nearest. At most twenty. */
export function fieldErrors(
  error: z.core.$ZodError,
  under: readonly PropertyKey[] = [],
): NonNullable<Problem['errors']> {
  return issuesOf(error.issues, under).slice(0, 20)
}

function issuesOf(
  issues: readonly z.core.$ZodIssue[],
  under: readonly PropertyKey[],
): { readonly pointer: string; readonly detail: string }[] {
  return issues.flatMap((issue) => {
    const path = [...under, ...issue.path]
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map((key) => ({ pointer: pointerOf([...path, key]), detail: 'no such field' }))
    if (issue.code === 'invalid_union' && issue.errors.length > 0) {
      const nearest = [...issue.errors].sort((a, b) => a.length - b.length)[0] ?? []
      if (nearest.length > 0) return issuesOf(nearest, path)
    }
    return [{ pointer: pointerOf(path), detail: issue.message }]
  })
}
