/** Starts the copying process for one copy, hands on how far it is, and ends it when it is stopped. */
import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { ok, type Result, refuse } from '../../../core/result.ts'
import type { ExportFailure } from '../../evidence/export.ts'
import type { Copier, CopyWanted } from './copies.ts'
import { type CopyOrder, type CopySaid, copySaid } from './copyist-wire.ts'
import { openLooker } from './sights.ts'

const ENTRY = fileURLToPath(new URL('./copyist.ts', import.meta.url))

const ENDS_WITHIN_MS = 3_000

export type CopierGiven = { readonly dataFolder: string; readonly trouble: (error: unknown) => void }

export function openCopier({ dataFolder, trouble }: CopierGiven): Copier {
  return {
    async able(form) {
      if (form === 'unmasked') return ok(null)
      // Not whether a model lies there, but whether it runs.
      const opened = await openLooker(dataFolder)
      if (!opened.ok) return opened
      await opened.value.close()
      return ok(null)
    },
    make: ({ clip, to, form, note, signal, onProgress }) =>
      run({ clip, to, form, note: [...note], dataFolder }, signal, onProgress, trouble),
  }
}

function run(
  order: CopyOrder,
  signal: AbortSignal,
  onProgress: CopyWanted['onProgress'],
  trouble: (error: unknown) => void,
): ReturnType<Copier['make']> {
  return new Promise((resolve) => {
    const child = fork(ENTRY, [], {
      execArgv: ['--max-old-space-size=256'],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    })
    let last: Exclude<CopySaid, { kind: 'progress' }> | null = null
    let complaint = ''
    // It takes its decoder and encoder with it; killed outright it could not.
    let hurry: NodeJS.Timeout | undefined
    const stop = (): void => {
      if (child.connected) child.disconnect()
      hurry = setTimeout(() => child.kill('SIGKILL'), ENDS_WITHIN_MS)
    }
    signal.addEventListener('abort', stop, { once: true })
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      complaint = (complaint + text).slice(-1_000)
    })
    child.on('message', (raw) => {
      const said = copySaid.safeParse(raw)
      if (!said.success) return
      if (said.data.kind === 'progress') onProgress(said.data)
      else last = said.data
    })
    const ended = (how: string): void => {
      signal.removeEventListener('abort', stop)
      clearTimeout(hurry)
      resolve(signal.aborted ? refuse('stopped') : outcome(last, complaint.trim() || how, trouble))
    }
    child.on('error', () => ended('could not be started'))
    child.on('exit', (code, by) => setImmediate(ended, `ended by ${by ?? code}`))
    if (signal.aborted) stop()
    else child.send(order, () => {})
  })
}

function outcome(
  last: Exclude<CopySaid, { kind: 'progress' }> | null,
  how: string,
  trouble: (error: unknown) => void,
): Result<{ readonly masking: (CopySaid & { kind: 'made' })['masking'] }, ExportFailure> {
  if (last?.kind === 'made') return ok({ masking: last.masking })
  const cause = last?.cause ?? 'encoder'
  trouble(new Error(`a copy failed (${cause}): ${last?.detail ?? how}`))
  return refuse(cause)
}
