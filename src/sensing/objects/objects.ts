/** What a camera's detector asks an object detector to look at, and what that answers: kinds of road users and where, never who. */
import type { Text } from '../../core/text.ts'
import type { Box } from '../facts.ts'

/**
 * The only things that an object detector may name here. A model that knows more is heard on these alone;
 * one that knows faces, number plates or identities is not taken at all (decision 0007).
 */
export const OBJECT_CLASSES = ['person', 'bicycle', 'motorcycle', 'car', 'bus', 'truck'] as const
export type ObjectClass = (typeof OBJECT_CLASSES)[number]

export const OBJECT_NAMES: Readonly<Record<ObjectClass, Text>> = {
  person: { en: 'person', zh: '行人' },
  bicycle: { en: 'bicycle', zh: '自行车' },
  motorcycle: { en: 'motorcycle', zh: '摩托车' },
  car: { en: 'car', zh: '小型汽车' },
  bus: { en: 'bus', zh: '客车' },
  truck: { en: 'lorry', zh: '货车' },
}

/** `candidate`: something is about to be announced; `round`: nothing is, and the picture is looked over in turn. */
export type AskPriority = 'candidate' | 'round'

/** At most one a second and camera. Pixels of the analysed picture. */
export type Ask = {
  /** Milliseconds of the medium: the frame that is to be looked at. */
  readonly at: number
  readonly box: Box
  readonly priority: AskPriority
}

export type SeenObject = {
  readonly class: ObjectClass
  /** 0–1, as the model says it: comparable within one model, not a probability. */
  readonly score: number
  /** Pixels of the analysed picture; may reach a little beyond the box that was asked about. */
  readonly box: Box
}

/** An answer comes late (a frame or two), out of turn, or not at all: no answer is not "nothing seen". */
export type Answer = {
  readonly at: number
  /** What was looked at: the asked box, clipped to the picture. */
  readonly box: Box
  readonly objects: readonly SeenObject[]
  /** Name and first eight digits of the model's hash, as carried in a warning's version. */
  readonly model: string
}

/**
 * Why no object detector answers though a model was added. `no-runtime`: onnxruntime has no binary for this machine;
 * `model-changed`: the stored file is not the one that was added; `ended`: its process keeps ending; `no-answer`: it hangs.
 */
export const MODEL_TROUBLES = ['no-runtime', 'model-changed', 'ended', 'no-answer'] as const
export type ModelTrouble = (typeof MODEL_TROUBLES)[number]

/** Whether an object detector is at work: without one warnings rest on one sign, and the screen says so. */
export type ModelState =
  | { readonly state: 'none' }
  | { readonly state: 'starting' | 'ready'; readonly model: string }
  | { readonly state: 'down'; readonly model: string; readonly why: ModelTrouble }
