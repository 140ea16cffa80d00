/** `firstminute serve`: runs the centre of a configuration until Ctrl-C, with no demo account and no default secret. */
import { readArguments } from '../arguments.ts'
import { openCentre } from '../centre.ts'
import { loadConfig } from '../config.ts'
import { ensureConsole } from '../console-build.ts'
import { say } from '../say.ts'
import { untilStopped } from '../until-stopped.ts'

export async function serve(args: readonly string[]): Promise<number> {
  const read = readArguments(
    args,
    { config: { type: 'string', default: 'firstminute.config.json' } },
    { min: 0, max: 0 },
    'serve --config <file>',
  )
  if (!read.ok) {
    say(read.detail ?? read.refusal)
    return 2
  }
  const config = await loadConfig(read.value.values.config)
  if (!config.ok) {
    say(config.detail ?? config.refusal)
    return 2
  }
  if (config.value.people) {
    say(
      'people: only the demo has people without a password. Take the key out and make accounts with `firstminute user add`.',
    )
    return 2
  }
  const built = await ensureConsole(say)
  if (!built.ok) {
    say(built.detail ?? built.refusal)
    return 1
  }
  return await untilStopped(
    () => openCentre({ config: config.value, consoleFolder: built.value, demo: false, say }),
    (centre) => {
      say(`Firstminute is ready at ${centre.url}  (Ctrl-C stops it)`)
    },
  )
}
