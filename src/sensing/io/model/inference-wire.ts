/** What an inference process and its keeper say to each other, over Node's own channel with binary arrays; answers are checked because the process runs foreign weights. */
import { z } from 'zod'
import type { Size } from '../../detector/frame.ts'
import type { ModelForm } from '../../objects/model.ts'
import { MODEL_TROUBLES, OBJECT_CLASSES } from '../../objects/objects.ts'

export type Picture = Size & { readonly y: Uint8Array; readonly u: Uint8Array; readonly v: Uint8Array }

/** The first is `open`, once; the end of the channel ends the process after the look in hand. */
export type InferenceOrder =
  | { readonly kind: 'open'; readonly file: string; readonly sha256: string; readonly form: ModelForm }
  /** The whole picture is looked at. `judge`: also say whether the raw output can be believed. */
  | { readonly kind: 'look'; readonly id: number; readonly picture: Picture; readonly judge: boolean }

const number = z.number().refine(Number.isFinite)

export const saidSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('open'), runtime: z.string() }),
  z.object({ kind: z.literal('trouble'), why: z.enum(MODEL_TROUBLES), detail: z.string() }),
  z.object({
    kind: z.literal('seen'),
    id: z.number(),
    objects: z
      .array(
        z.object({
          class: z.enum(OBJECT_CLASSES),
          score: number,
          box: z.tuple([number, number, number, number]).readonly(),
        }),
      )
      .readonly(),
    runMs: z.number(),
    /** Only of a look that judges: every number finite, and presence and scores within 0–1. */
    finite: z.boolean(),
    scored: z.boolean(),
  }),
  z.object({ kind: z.literal('failed'), id: z.number(), detail: z.string() }),
])
export type InferenceSaid = z.infer<typeof saidSchema>
export type Seen = Extract<InferenceSaid, { kind: 'seen' }>
