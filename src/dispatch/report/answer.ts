/** What the report doors answer, for the page that draws it. */
import type { Numbered } from '../../journal/fact.ts'
import type { Incident } from '../incident.ts'
import type { Order } from '../order.ts'
import type { SpanFigures } from './figures.ts'
import type { Sketch } from './sketch.ts'

export type SpanAnswer = { readonly figures: SpanFigures; readonly at: number; readonly timeZone: string }
export type IncidentAnswer = {
  readonly incident: Incident
  readonly orders: readonly Order[]
  readonly facts: readonly Numbered[]
  readonly sketch: Sketch | null
  readonly timeZone: string
}
