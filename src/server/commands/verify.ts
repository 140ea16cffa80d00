/** `firstminute verify`: proves an exported journal whole, offline; without a file, the journal of a configuration. */
import { verifyDatabase, verifyExport } from '../../journal/io/verify.ts'
import { readArguments } from '../arguments.ts'
import { loadConfig } from '../config.ts'
import { say } from '../say.ts'
import { besideStore } from '../store.ts'

export async function verify(args: readonly string[]): Promise<number> {
  const read = readArguments(
    args,
    { config: { type: 'string' }, key: { type: 'string' } },
    { min: 0, max: 1 },
    'verify [<export>] [--key <verifier key>] [--config <file>]',
  )
  if (!read.ok) {
    say(read.detail ?? read.refusal)
    return 2
  }
  const { key, config: configFile } = read.value.values
  const options = key === undefined ? {} : { key }
  const tell = (line: string): void => console.log(line)
  const [file] = read.value.positionals
  if (file !== undefined) {
    try {
      return (await verifyExport(file, tell, options)).ok ? 0 : 1
    } catch (error) {
      say(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`)
      return 2
    }
  }
  const config = await loadConfig(configFile ?? 'firstminute.config.json')
  if (!config.ok) {
    say(config.detail ?? config.refusal)
    return 2
  }
  const store = await besideStore(config.value, say)
  try {
    return (await verifyDatabase(store.database, tell, options)).ok ? 0 : 1
  } catch (error) {
    say(error instanceof Error ? error.message : String(error))
    return 1
  } finally {
    await store.close()
  }
}
