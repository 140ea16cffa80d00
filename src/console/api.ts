/** The browser's side of the doors: typed answers, problem+json as refusals, and acts that keep their Idempotency-Key over every retry. */
import { ok, type Result, refuse } from '../core/result.ts'

/** Said by the browser itself: the server, or its own push service, could not be reached, or what was answered cannot be read. */
export type OwnRefusal = 'not-reached' | 'not-understood' | 'push-service-unreachable'

/** One act of a person. Sending it twice is one act, because the key stays. */
export type Act = {
  readonly path: string
  readonly body: unknown
  readonly key: string
  readonly method: 'POST' | 'PUT'
}

export function act(path: string, body: unknown = {}, method: Act['method'] = 'POST'): Act {
  return { path, body, key: newKey(), method }
}

function newKey(): string {
  // randomUUID is missing on plain http from another machine; random bytes are not.
  if (typeof crypto.randomUUID === 'function') return crypto.randomUUID()
  const hex = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join(
    '',
  )
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`
}

const PAUSES_MS = [300, 1_200]

/** Sends an act, again after a cut line; `not-reached` means that nobody knows whether it happened: send the same act again. */
export async function send<T>(wish: Act): Promise<Result<T>> {
  for (let attempt = 0; ; attempt++) {
    const answer = await knock<T>(wish.path, {
      method: wish.method,
      headers: { 'content-type': 'application/json', 'idempotency-key': wish.key },
      body: JSON.stringify(wish.body),
    })
    const pause = PAUSES_MS[attempt]
    if (answer.ok || answer.refusal !== 'not-reached' || pause === undefined) return answer
    await new Promise((done) => setTimeout(done, pause))
  }
}

/** `purpose` is the reason of a look-up that needs one, for example `incident/<id>`. */
export function get<T>(path: string, options: { purpose?: string; signal?: AbortSignal } = {}): Promise<Result<T>> {
  return knock<T>(path, {
    ...(options.purpose ? { headers: { purpose: options.purpose } } : {}),
    ...(options.signal ? { signal: options.signal } : {}),
  })
}

async function knock<T>(path: string, init: RequestInit): Promise<Result<T>> {
  let response: Response
  try {
    response = await fetch(path, { credentials: 'same-origin', ...init })
  } catch {
    return refuse('not-reached')
  }
  const said: unknown = await response.json().catch(() => null)
  // The server of this very build answers; its doors' schemas are its promise, and the type is named at the call.
  if (response.ok) return response.status === 204 || said !== null ? ok(said as T) : refuse('not-understood')
  const problem = problemOf(said)
  if (problem) return problem
  // A proxy in between answers for a server that is away.
  return response.status >= 502 && response.status <= 504
    ? refuse('not-reached')
    : refuse('not-understood', String(response.status))
}

function problemOf(said: unknown): Result<never> | null {
  if (typeof said !== 'object' || said === null || !('refusal' in said) || typeof said.refusal !== 'string') return null
  return refuse(said.refusal, 'detail' in said && typeof said.detail === 'string' ? said.detail : undefined)
}
