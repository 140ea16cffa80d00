/** What the tests of evidence start from: one warning of one camera on one morning, and the people who deal with it. */
import { id } from '../../core/ids.ts'
import { DAY } from '../../core/time.ts'
import type { EvidenceId, KeptClip, Subject } from './evidence.ts'
import type { Copy, Why } from './export.ts'

export const MORNING = Date.UTC(2026, 10, 23, 8)
export const KEEP_MS = 30 * DAY
export const ASKER = id<'person'>('wang-min')
export const SUPERVISOR = id<'person'>('zhou-lei')
export const WHY: Why = { for: 'case', file: '2026-118' }
export const KEY: EvidenceId = id<'evidence'>('0193f000-0000-7000-8000-000000000001')

export const SUBJECT: Subject = {
  warning: id<'warning'>(KEY),
  camera: id<'camera'>('cam-1'),
  onsetAt: MORNING - 8_000,
  observedAt: MORNING,
  version: 'stopped@1 pedestrian@1',
}

export const CLIP: KeptClip = {
  sha256: 'ab'.repeat(32),
  bytes: 2_000_000,
  from: MORNING - 40_000,
  to: MORNING + 60_000,
  clock: { source: 'arrival', cameraOffsetMs: null },
  streamCopied: true,
  codec: 'h264',
  width: 1280,
  height: 720,
}

export const COPY: Copy = { sha256: 'cd'.repeat(32), bytes: 1_000_000, masking: null }
