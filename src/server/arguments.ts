/** Command-line arguments, checked: an unknown or missing one is one clear sentence and exit code 2. */
import { type ParseArgsConfig, parseArgs } from 'node:util'
import { ok, type Result, refuse } from '../core/result.ts'

type Options = NonNullable<ParseArgsConfig['options']>

export function readArguments<const O extends Options>(
  args: readonly string[],
  options: O,
  positionals: { readonly min: number; readonly max: number },
  usage: string,
): Result<ReturnType<typeof parseArgs<{ options: O; allowPositionals: true }>>, 'usage'> {
  try {
    const parsed = parseArgs({ args: [...args], options, allowPositionals: true, strict: true })
    const count = parsed.positionals.length
    if (count < positionals.min || count > positionals.max) return refuse('usage', `usage: firstminute ${usage}`)
    return ok(parsed)
  } catch (error) {
    const why = error instanceof Error ? (error.message.split('\n')[0] ?? '') : ''
    return refuse('usage', `${why}\nusage: firstminute ${usage}`)
  }
}
