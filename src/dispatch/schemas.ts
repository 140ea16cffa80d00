/** What the doors of dispatch let in: strict shapes with bounds, so that nothing unreadable, oversized or unknown goes further. */
import { z } from 'zod'
import { id } from '../core/ids.ts'
import { looksPersonal } from '../core/particulars.ts'
import { DAY, MINUTE } from '../core/time.ts'
import { INCIDENT_KINDS, OUTCOMES } from './incident.ts'
import { ANSWERS, REJECTION_CAUSES } from './order.ts'
import { MOST_LEVELS } from './plan.ts'
import { SOURCE_KINDS, WARNING_KINDS } from './warning.ts'

/** What a phone without a line may send later, and how far ahead of ours a clock may be. */
export const OLDEST_MS = DAY
export const AHEAD_MS = MINUTE

export const isTimely = (at: number, now: number): boolean => at >= now - OLDEST_MS && at <= now + AHEAD_MS

/** No control characters: they have no business in a name, and PostgreSQL keeps no NUL. */
export const plain = (most: number) =>
  z
    .string()
    .max(most)
    .regex(/^[^\p{Cc}]*$/u, 'control characters are refused')
const name = plain(64).min(1)
const text = z.strictObject({ zh: plain(200), en: plain(200) })
export const instant = z.int().min(0).max(Number.MAX_SAFE_INTEGER)
const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'SHA-256 in lower-case hex')

export const warningId = z
  .uuid()
  .toLowerCase()
  .transform((key) => id<'warning'>(key))
export const incidentId = z
  .uuid()
  .toLowerCase()
  .transform((key) => id<'incident'>(key))
export const orderId = z
  .uuid()
  .toLowerCase()
  .transform((key) => id<'order'>(key))
export const agencyId = name.transform((key) => id<'agency'>(key))
export const unitId = name.transform((key) => id<'unit'>(key))

export const position = z.tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)]).readonly()

const place = z.strictObject({
  position,
  label: text,
  road: name.exactOptional(),
  kilometre: z.number().min(0).max(10_000).exactOptional(),
  carriageway: z.enum(['up', 'down']).exactOptional(),
  zone: name.exactOptional(),
  lane: name.exactOptional(),
  unverified: z.literal(true).exactOptional(),
})

const pixel = z.number().min(0).max(16_384)

export const raisedBody = z.strictObject({
  id: warningId,
  // An incident is handed over by a partner's document, with what stands in it.
  kind: z.enum(WARNING_KINDS).exclude(['handed-over']),
  source: z.strictObject({ kind: z.enum(SOURCE_KINDS), id: name, label: text }),
  place,
  grade: z.enum(['A+', 'A', 'B']),
  reason: text,
  hazardLights: z.boolean().nullable(),
  onsetAt: instant,
  observedAt: instant,
  box: z.tuple([pixel, pixel, pixel, pixel]).readonly().exactOptional(),
  still: sha256.exactOptional(),
  version: plain(400).exactOptional(),
})

const kind = z.enum(INCIDENT_KINDS)
const priority = z.literal([1, 2, 3, 4])

export const verdictBody = z.discriminatedUnion('verdict', [
  z.strictObject({
    verdict: z.literal('true'),
    incident: z.union([z.strictObject({ kind, priority }), z.strictObject({ joins: incidentId })]),
  }),
  z.strictObject({ verdict: z.literal(['false', 'cannot-tell']) }),
])

const caller = z.strictObject({ name: plain(80).exactOptional(), phone: plain(32).exactOptional() })

export const callBody = z.strictObject({
  kind,
  priority,
  place,
  caller: caller.exactOptional(),
  /** Practised, not real. */
  exercise: z.literal(true).exactOptional(),
})

/** A paper form; whether its times can be true is asked in later/paper.ts. */
export const paperBody = z.strictObject({
  kind,
  priority,
  place,
  calledAt: instant,
  caller: caller.exactOptional(),
  orders: z
    .array(
      z.strictObject({
        agency: agencyId,
        unit: unitId.nullable(),
        orderedAt: instant,
        signedForAt: instant,
        setOutAt: instant.nullable(),
        arrivedAt: instant.nullable(),
        clearedAt: instant.nullable(),
      }),
    )
    .max(12),
  closed: z.strictObject({ at: instant, outcome: z.enum(OUTCOMES) }).nullable(),
})

export const ordersBody = z.strictObject({
  plan: name.nullable(),
  version: z.int().min(1).exactOptional(),
  level: z.int().min(1).max(MOST_LEVELS).exactOptional(),
  sends: z
    .array(
      z.strictObject({
        agency: agencyId,
        unit: unitId.nullable(),
        proposed: unitId.exactOptional(),
        preempts: z.literal(true).exactOptional(),
      }),
    )
    .min(1)
    .max(40),
})

/** Of a query: text. */
export const proposalQuery = z.strictObject({
  level: z.coerce.number().int().min(1).max(MOST_LEVELS).exactOptional(),
})

export const closureBody = z.strictObject({ outcome: z.enum(OUTCOMES), caseNumber: name.exactOptional() })

const amendable = z.strictObject({
  kind: kind.exactOptional(),
  priority: priority.exactOptional(),
  place: place.exactOptional(),
})
/** `was`: what the officer saw in the fields that are amended. */
export const amendmentBody = z.strictObject({ amendment: amendable, was: amendable })

/** Free text that becomes a fact: particulars are refused, because a fact is never taken back. */
const remark = plain(500)
  .min(1)
  .refine((said) => !looksPersonal(said), 'a telephone, identity card or plate number belongs in the vault')
export const noteBody = z.strictObject({ text: remark })

export const reportBody = z.strictObject({ caller: caller.exactOptional() })
export const reportParams = z.strictObject({ id: incidentId, report: z.uuid().transform((key) => id<'report'>(key)) })
export const mergerBody = z.strictObject({ into: incidentId })
export const offerBody = z.strictObject({ to: agencyId })
export const swapBody = z.strictObject({ unit: unitId })
export const recallBody = z.strictObject({ because: z.enum(['stood-down', 'pre-empted']) })

export const answerBody = z.strictObject({
  answer: z.enum(ANSWERS),
  cause: z.enum(REJECTION_CAUSES).exactOptional(),
  agencyNumber: name.exactOptional(),
  unit: unitId.exactOptional(),
  at: instant.exactOptional(),
})

export const helpBody = z.strictObject({ position: position.exactOptional(), at: instant })

export const nothing = z.strictObject({})
export const noBody = z.unknown()
export const stillParams = z.strictObject({ sha256 })
export const pictureBody = z.instanceof(Uint8Array)
