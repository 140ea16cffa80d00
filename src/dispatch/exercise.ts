/** The seal of an exercise: by which way its orders may go. It is practised on consoles and pages; nothing of it reaches an agency's own system, a mailbox or the public. Pure. */
import type { Agency } from './forces.ts'

type Sealed = { readonly exercise?: true }

/** A page of ours for everything practised, the agency's own way for everything real; an agency nobody knows reads a page. */
export const channelFor = (what: Sealed, agency: Pick<Agency, 'channel'> | undefined): Agency['channel'] =>
  what.exercise ? 'console' : (agency?.channel ?? 'console')

/** Every way out asks this of what it is about to send, whatever it was told before. */
export const mayLeave = (what: Sealed): boolean => what.exercise !== true
