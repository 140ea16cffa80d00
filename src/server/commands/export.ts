/** `firstminute export`: the whole journal with its proofs as NDJSON, to a file or to standard output. */
import { createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { exportJournal as exported } from '../../journal/io/export.ts'
import { readArguments } from '../arguments.ts'
import { loadConfig } from '../config.ts'
import { say, withProgress } from '../say.ts'
import { openSealing } from '../sealing.ts'
import { besideStore } from '../store.ts'

export async function exportJournal(args: readonly string[]): Promise<number> {
  const read = readArguments(
    args,
    { config: { type: 'string', default: 'firstminute.config.json' }, out: { type: 'string' } },
    { min: 0, max: 0 },
    'export [--config <file>] [--out <file>]',
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
  const { out } = read.value.values
  const store = await besideStore(config.value, say)
  try {
    // What was written last is sealed first, so that the export holds it.
    const sealer = await openSealing(store.database, config.value.dataFolder, Date.now, say, () => {})
    await sealer?.sealNow()
    await sealer?.close()
    const target = out === undefined ? process.stdout : createWriteStream(out, { mode: 0o600 })
    await withProgress('Exporting the journal', pipeline(exported(store.database), target, { end: out !== undefined }))
    if (out !== undefined) say(`The journal is in ${out}. Prove it with \`firstminute verify ${out}\`.`)
    return 0
  } catch (error) {
    say(error instanceof Error ? error.message : String(error))
    return 1
  } finally {
    await store.close()
  }
}
