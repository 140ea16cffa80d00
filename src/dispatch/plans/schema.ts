/** A response plan as it stands in the configuration and comes in at the door: strict, bounded, every part named. */
import { z } from 'zod'
import { id } from '../../core/ids.ts'
import { UNIT_KINDS } from '../forces.ts'
import { INCIDENT_KINDS } from '../incident.ts'
import { MOST_LEVELS } from '../plan.ts'
import { DAYS, TIME_OF_DAY } from './when.ts'

export const planId = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, 'letters, digits, dot, dash and underscore, at most 64')
const said = z
  .string()
  .min(1)
  .max(200)
  .regex(/^[^\p{Cc}]*$/u, 'control characters are refused')
const kilometre = z.number().min(0).max(10_000)

export const ruleSchema = z
  .strictObject({
    id: planId,
    name: z.strictObject({ zh: said, en: said }),
    kinds: z.array(z.enum(INCIDENT_KINDS)).min(1).max(INCIDENT_KINDS.length),
    priorities: z
      .array(z.literal([1, 2, 3, 4]))
      .min(1)
      .max(4),
    sections: z
      .array(z.strictObject({ road: said.max(64), fromKm: kilometre, toKm: kilometre }))
      .max(50)
      .default([]),
    areas: z.array(planId).max(50).default([]),
    times: z
      .array(
        z.strictObject({
          days: z.array(z.enum(DAYS)).min(1).max(DAYS.length),
          from: z.string().regex(TIME_OF_DAY, 'a time as 07:30'),
          to: z.string().regex(TIME_OF_DAY, 'a time as 07:30'),
        }),
      )
      .max(20)
      .default([]),
    sends: z
      .array(
        z.strictObject({
          agency: planId.transform((key) => id<'agency'>(key)),
          unitKind: z.enum(UNIT_KINDS).nullable(),
          /** Words of the centre's own for what a unit can do. */
          capabilities: z
            .array(
              z
                .string()
                .max(64)
                .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'lower-case words with hyphens'),
            )
            .max(10)
            .default([]),
          count: z.int().min(1).max(9).default(1),
          crew: z.int().min(0).max(20).default(0),
          level: z.int().min(1).max(MOST_LEVELS).default(1),
        }),
      )
      .min(1)
      .max(20),
  })
  .readonly()
