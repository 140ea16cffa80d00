/** Looks through a clip for people and vehicles: the whole picture and overlapping pieces of it, because small ones are only seen in the pieces. */
import { ok, type Result, refuse } from '../../../core/result.ts'
import type { Frame, Size } from '../../detector/frame.ts'
import type { Sight } from '../../evidence/masking.ts'
import type { Box } from '../../facts.ts'
import type { SeenObject } from '../../objects/objects.ts'
import { openInference } from '../model/inference-process.ts'
import { cutOut } from '../model/object-detector.ts'
import { type KeptModel, readModel } from '../model/store.ts'

export type Looker = {
  /** Name and hash of the model. */
  readonly model: string
  /** null: nobody could look, so nothing may be handed out. */
  look(frame: Frame, number: number): Promise<Sight | null>
  close(): Promise<void>
}

/** A piece is about as large as what the model takes in. */
const PIECE_PX = 512
const OVERLAP = 0.2

/** Opens the model of this data folder, and says so only when it runs. */
export async function openLooker(dataFolder: string): Promise<Result<Looker, 'no-detector'>> {
  let kept: KeptModel | null
  try {
    kept = await readModel(dataFolder)
  } catch (error) {
    return refuse('no-detector', error instanceof Error ? error.message : undefined)
  }
  if (kept === null) return refuse('no-detector', 'no model was added')
  const { model, file } = kept
  const opened = await new Promise<Result<ReturnType<typeof openInference>, 'no-detector'>>((resolve) => {
    const inference = openInference({
      file,
      model,
      onOpen: () => resolve(ok(inference)),
      onEnd: ({ detail }) => resolve(refuse('no-detector', detail)),
    })
  })
  if (!opened.ok) return opened
  const inference = opened.value
  return ok({
    model: `${model.name}:${model.sha256.slice(0, 8)}`,
    async look(frame, number) {
      const found: SeenObject[] = []
      for (const piece of piecesOf(frame)) {
        const cut = cutOut(frame, piece)
        const seen = cut && (await inference.look(cut.picture))
        if (!cut || !seen) return null
        const [x, y] = cut.piece
        for (const { class: named, score, box } of seen.objects)
          found.push({ class: named, score, box: [box[0] + x, box[1] + y, box[2], box[3]] })
      }
      // All of them: where a piece cuts a thing in two, the whole is seen by another.
      return { frame: number, objects: found }
    },
    close: () => inference.close(),
  })
}

/** The whole first, then rows of pieces, at least two by two. */
function piecesOf({ width, height }: Size): readonly Box[] {
  const across = Math.max(2, Math.ceil(width / PIECE_PX))
  const down = Math.max(2, Math.ceil(height / PIECE_PX))
  const [wide, high] = [(width / across) * (1 + OVERLAP), (height / down) * (1 + OVERLAP)]
  const pieces: Box[] = [[0, 0, width, height]]
  for (let row = 0; row < down; row += 1)
    for (let column = 0; column < across; column += 1)
      pieces.push([
        (column * (width - wide)) / Math.max(1, across - 1),
        (row * (height - high)) / Math.max(1, down - 1),
        wide,
        high,
      ])
  return pieces
}
