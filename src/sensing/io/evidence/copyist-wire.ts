/** What the copying process and its keeper say to each other over Node's own channel. */
import { z } from 'zod'
import { EXPORT_FAILURES, EXPORT_FORMS } from '../../evidence/export.ts'

/** The only order, said once; the end of the channel ends the process. */
export const copyOrder = z.object({
  clip: z.string(),
  to: z.string(),
  form: z.enum(EXPORT_FORMS),
  note: z.array(z.string()),
  dataFolder: z.string(),
})
export type CopyOrder = z.infer<typeof copyOrder>

const masking = z.object({
  method: z.string(),
  model: z.string(),
  threshold: z.number(),
  everyFrames: z.int(),
  frames: z.int(),
})

export const copySaid = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('progress'), step: z.enum(['looking', 'writing']), done: z.number(), of: z.number() }),
  z.object({ kind: z.literal('made'), masking: masking.nullable() }),
  z.object({ kind: z.literal('failed'), cause: z.enum(EXPORT_FAILURES), detail: z.string() }),
])
export type CopySaid = z.infer<typeof copySaid>
