/** Keeps the recording around every warning: asks the cameras for it again and again while there is hope, across restarts, and says why where there is none. */
import { setTimeout as sleep } from 'node:timers/promises'
import { ok, type Result, refuse } from '../../../core/result.ts'
import { MINUTE, SECOND } from '../../../core/time.ts'
import type { Transaction } from '../../../journal/journal.ts'
import {
  type Evidence,
  type EvidenceId,
  type EvidenceStill,
  type KeptClip,
  type Recording,
  type Subject,
  spanOf,
} from '../../evidence/evidence.ts'
import type { Clip, Eyes } from '../../eyes.ts'
import { type Folder, sealOf } from './folder.ts'
import { probe } from './probe.ts'
import { askedEvidence, KEEPER, type StoreGiven, wishDone, wishIn } from './store.ts'

export type KeeperGiven = StoreGiven & {
  readonly eyes: Pick<Eyes, 'clip'>
  readonly folder: Folder
  readonly keepMs: number
  readonly trouble: (error: unknown) => void
  /** Milliseconds between two tries; the tests make it short. */
  readonly againEveryMs?: number
}

export type Keeper = {
  /** Inside the transaction that took the warning in; said twice, it is asked for once. `begin` it behind the commit. */
  ask(
    tx: Transaction,
    wanted: { readonly subject: Subject; readonly stills: readonly EvidenceStill[] },
    at: number,
    correlation: string,
  ): Promise<void>
  /** A later picture of the same warning. */
  picture(tx: Transaction, key: EvidenceId, still: EvidenceStill, at: number, correlation: string): Promise<void>
  /** Goes after everything that was asked for and is not kept yet. */
  begin(): Promise<void>
  /** What is being gone after now. */
  waiting(): number
  close(): Promise<void>
}

/** As long as cameras keep what they record (the ring of a camera host); beyond it nothing comes any more. */
const RING_MS = 10 * MINUTE
const AGAIN_EVERY_MS = 10 * SECOND
/** A recorder that answers neither yes nor no for this long behind the last picture is asked anew. */
const PATIENCE_MS = 45 * SECOND

export function openKeeper(given: KeeperGiven): Keeper {
  const { eyes, folder, clock, trouble } = given
  const againEveryMs = given.againEveryMs ?? AGAIN_EVERY_MS
  const stop = new AbortController()
  const running = new Map<EvidenceId, Promise<void>>()
  const pause = (ms: number): Promise<void> => sleep(ms, undefined, { signal: stop.signal }).catch(() => {})

  /** The clip in its place, or why there is none. */
  async function recorded({ id, subject }: Evidence): Promise<Recording | null> {
    const { from, to } = spanOf(subject)
    while (!stop.signal.aborted) {
      const asked = await inTime(eyes.clip(subject.camera, from, to), Math.max(0, to - clock()) + PATIENCE_MS, folder)
      if (stop.signal.aborted) return null
      if (asked.ok) {
        const kept = await moved(asked.value, id)
        if (kept.ok) return { kind: 'clip', ...kept.value }
        trouble(new Error(`evidence ${id}: the clip could not be read`))
      }
      // Only a camera that is away may come back with what it still has.
      const hopeless = !asked.ok && asked.refusal !== 'camera-down'
      if (hopeless || clock() > to + RING_MS)
        return { kind: 'none', because: asked.ok ? 'not-recorded' : asked.refusal }
      await pause(againEveryMs)
    }
    return null
  }

  async function moved(clip: Clip, key: EvidenceId): Promise<Result<KeptClip, 'unreadable'>> {
    const read = await probe(clip.file)
    if (!read.ok) {
      await folder.remove(clip.file)
      return read
    }
    const file = folder.clip(key)
    await folder.take(clip.file, file)
    const { codec, width, height } = read.value
    const { from, to, clock: by, streamCopied } = clip
    return ok({ ...(await sealOf(file)), from, to, clock: by, streamCopied, codec, width, height })
  }

  async function goAfter(evidence: Evidence): Promise<void> {
    let recording: Recording | null = null
    // File first, fact then: whoever is killed in between asks again and writes over it.
    while (!stop.signal.aborted) {
      try {
        recording ??= await recorded(evidence)
        if (recording === null) return
        const at = clock()
        const done = await wishDone(given, evidence.id, { type: 'keep', at, recording, keepMs: given.keepMs })
        if (!done.ok && done.refusal !== 'already-kept')
          trouble(new Error(`evidence ${evidence.id} could not be kept: ${done.refusal}`))
        return
      } catch (error) {
        trouble(error)
        await pause(againEveryMs)
      }
    }
  }

  return {
    async ask(tx, { subject, stills }, at, correlation) {
      // The warning's id and the evidence's are the same text of two kinds.
      const key = subject.warning as string as EvidenceId
      const done = await wishIn(given, tx, key, { type: 'ask', at, subject, stills }, KEEPER, correlation)
      if (!done.ok && done.refusal === 'conflict') throw new Error(`evidence ${key}: ${done.refusal}`)
    },
    async picture(tx, key, still, at, correlation) {
      const done = await wishIn(given, tx, key, { type: 'picture', at, still }, KEEPER, correlation)
      if (!done.ok && done.refusal === 'conflict') throw new Error(`evidence ${key}: ${done.refusal}`)
    },
    async begin() {
      for (const evidence of await askedEvidence(given.database.sql)) {
        if (running.has(evidence.id) || stop.signal.aborted) continue
        const going = goAfter(evidence).finally(() => running.delete(evidence.id))
        running.set(evidence.id, going)
      }
    },
    waiting: () => running.size,
    async close() {
      stop.abort()
      // A recorder that is being waited for is not waited out.
      await Promise.race([Promise.all(running.values()), sleep(SECOND)])
    },
  }
}

/** An answer that comes after its time is thrown away with its file. */
async function inTime(asking: ReturnType<Eyes['clip']>, ms: number, folder: Folder): ReturnType<Eyes['clip']> {
  const heard = new AbortController()
  const silence = sleep(ms, true, { signal: heard.signal, ref: false }).catch(() => false)
  const first = await Promise.race([asking, silence.then((isLate) => (isLate ? null : asking))])
  heard.abort()
  if (first !== null) return first
  asking.then((late) => (late.ok ? folder.remove(late.value.file) : undefined)).catch(() => {})
  return refuse('camera-down')
}
