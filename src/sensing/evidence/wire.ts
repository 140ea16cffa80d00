/** What the doors of evidence answer: pieces of evidence as they stand, and how far a copy is. */
import type { Evidence } from './evidence.ts'
import type { Export } from './export.ts'

export type EvidenceList = {
  /** Newest observation first. */
  readonly evidence: readonly Evidence[]
  /** `before` of the next page; null: this was the last. */
  readonly next: number | null
}

/** `looking`: people and vehicles are being searched for; `writing`: the copy is written. */
export type CopyProgress = {
  readonly step: 'looking' | 'writing'
  readonly done: number
  readonly of: number
}

export type ExportSeen = {
  readonly export: Export
  /** null: not being made at this moment. */
  readonly progress: CopyProgress | null
}
