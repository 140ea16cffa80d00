/** What a part of the audit test is given to bring about what its doors need, and to knock. */
import type { Role } from '../../src/access/roles.ts'
import type { Asked, Knocker, OpenDoor, Sample } from '../audit-coverage.ts'

/** A piece of evidence with its clip, a copy that is made and one that waits for a second person. */
export type KeptEvidence = { readonly id: string; readonly made: string; readonly waiting: string }

export type AuditRoom = {
  readonly open: OpenDoor
  /** Signs the person in anew: another session. */
  readonly enter: (person: string) => Promise<Knocker>
  readonly as: (role: Role) => Knocker
  readonly at: (path: string, body?: unknown, headers?: Readonly<Record<string, string>>) => () => Promise<Asked>
  /** Knocks and answers what came; throws when the door refused. */
  readonly done: (method: string, asked: Asked, who: Knocker) => Promise<unknown>
  readonly sensor: Knocker
  readonly duty: Knocker
  readonly jpeg: Uint8Array
  /** SHA-256 of `jpeg`. */
  readonly still: string
  /** The body of a warning under this id. */
  readonly raised: (key: string) => object
  readonly warning: () => Promise<string>
  readonly incident: () => Promise<string>
  readonly order: (agency: string) => Promise<{ readonly incident: string; readonly order: string }>
  /** An order that the agency's system has said no to. */
  readonly deadLetter: () => Promise<string>
  /** Once the camera has shown its first picture. */
  readonly picture: (form: string) => () => Promise<Asked>
  readonly keepEvidence: () => Promise<KeptEvidence>
}

export type Part = (room: AuditRoom) => Promise<readonly Sample[]>
