/** A refusal is a value: what may fail for a foreseeable reason returns a Result, and only bugs throw. */

export type Result<T, R extends string = string> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly refusal: R; readonly detail?: string }

export function ok<T>(value: T): { readonly ok: true; readonly value: T } {
  return { ok: true, value }
}

/** `refusal` is a short kebab word that the console can translate; `detail` names the field or the other party. */
export function refuse<R extends string>(
  refusal: R,
  detail?: string,
): { readonly ok: false; readonly refusal: R; readonly detail?: string } {
  return detail === undefined ? { ok: false, refusal } : { ok: false, refusal, detail }
}

/** Makes a switch that forgot a case a compile error; reaching it at run time is a bug. */
export function never(value: never): never {
  throw new Error(`unhandled case: ${JSON.stringify(value)}`)
}
