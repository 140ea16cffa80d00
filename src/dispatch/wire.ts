/** The wire between the centre and an agency's own system: the order it is sent and the answer it gives back; both are signed as access/wire.ts says. Pure. */
import { z } from 'zod'
import { id } from '../core/ids.ts'
import { INCIDENT_KINDS } from './incident.ts'
import { ANSWERS, REJECTION_CAUSES, WITHDRAWN_BECAUSE } from './order.ts'

const name = z.string().min(1).max(80)
const agencyId = name.transform((text) => id<'agency'>(text))
const unitId = name.transform((text) => id<'unit'>(text))
const orderId = name.transform((text) => id<'order'>(text))
const instant = z.int().nonnegative()
const text = z.object({ zh: z.string().max(500), en: z.string().max(500) })
const position = z.tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)]).readonly()

const place = z.object({
  position,
  label: text,
  road: z.string().max(40).optional(),
  kilometre: z.number().optional(),
  carriageway: z.enum(['up', 'down']).optional(),
  zone: z.string().max(40).optional(),
  lane: z.string().max(64).optional(),
  unverified: z.literal(true).optional(),
})

/** Order, centre → agency. A reader passes over fields it does not know: later versions may add some. */
export const orderMessage = z.object({
  version: z.literal(1),
  order: orderId,
  number: name,
  agency: agencyId,
  unit: unitId.nullable(),
  issuedAt: instant,
  brief: z.object({
    incidentNumber: name,
    kind: z.enum(INCIDENT_KINDS),
    priority: z.literal([1, 2, 3, 4]),
    place,
    reason: text,
    still: z.string().max(200).optional(),
    firstObservedAt: instant,
    together: z.array(agencyId).max(50),
    handOver: z.literal(true).optional(),
  }),
  /** Said again because kind, priority or place was put right: since when what stands in `brief` holds. */
  correctedAt: instant.optional(),
  /** Where the agency's system posts its answers. */
  answerTo: z.url(),
  /** True when a person of that agency is signed in at the centre's own page: an automatic answerer leaves it to them. */
  manned: z.boolean().optional(),
})
export type OrderMessage = z.infer<typeof orderMessage>

/** The order is taken back, centre → agency: nobody sets out, and whoever is on the way turns back. Told to the address that orders go to. */
export const withdrawalMessage = z.object({
  version: z.literal(1),
  withdrawn: orderId,
  number: name,
  agency: agencyId,
  because: z.enum(WITHDRAWN_BECAUSE),
})
export type WithdrawalMessage = z.infer<typeof withdrawalMessage>

/** Answer, agency → centre. `id` is the idempotency key: said twice, it is heard once. */
export const answerMessage = z
  .strictObject({
    version: z.literal(1),
    id: z.uuid(),
    order: orderId,
    answer: z.enum(ANSWERS),
    /** By the agency's own clock, UTC ms. */
    at: instant,
    cause: z.enum(REJECTION_CAUSES).optional(),
    agencyNumber: name.optional(),
    unit: unitId.optional(),
  })
  .refine((said) => said.answer !== 'rejected' || said.cause !== undefined, {
    path: ['cause'],
    error: 'a rejection names its cause',
  })
export type AnswerMessage = z.infer<typeof answerMessage>
