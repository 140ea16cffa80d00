/** The sheet that a person draws on over a camera's picture: every act leads from one sheet to the next, and each can be taken back. Pure. */
import { never } from '../../../core/result.ts'
import type { Drawing } from '../../calibration.ts'
import { areaOf, type ZoneKind } from '../../camera.ts'

/** In pixels of the camera's view. */
export type Spot = readonly [number, number]

export type DrawnZone = {
  readonly kind: ZoneKind
  readonly polygon: readonly Spot[]
  /** Of a lane: the way of the traffic in the picture. */
  readonly towards: Spot | null
}
export type DrawnPoint = {
  readonly pixel: Spot
  /** null: not typed yet. */
  readonly metres: Spot | null
}
/** An outline that has not been closed: it stays, whatever else is done, until it is closed or deleted. */
export type Outline = { readonly kind: ZoneKind; readonly corners: readonly Spot[] }

export type Lines = {
  readonly zones: readonly DrawnZone[]
  readonly ground: readonly DrawnPoint[]
  readonly outline: Outline | null
}

export const TOOLS = ['select', 'shoulder', 'lane', 'ignore', 'ground'] as const
export type Tool = (typeof TOOLS)[number]

export type Picked =
  | { readonly what: 'zone'; readonly zone: number; readonly corner: number | null }
  | { readonly what: 'point'; readonly point: number }

export type Sheet = {
  readonly lines: Lines
  readonly past: readonly Lines[]
  readonly future: readonly Lines[]
  readonly tool: Tool
  readonly picked: Picked | null
  /** Of the last change, so that one drag is one step back. */
  readonly stroke: number | null
}

export type Act =
  | { readonly do: 'tool'; readonly tool: Tool }
  | { readonly do: 'place'; readonly at: Spot }
  | { readonly do: 'finish' }
  | { readonly do: 'pick'; readonly picked: Picked | null }
  /** Moves what is picked; moves of one stroke are one step. */
  | { readonly do: 'move'; readonly to: Spot; readonly stroke: number }
  | { readonly do: 'insert'; readonly zone: number; readonly after: number; readonly at: Spot }
  | { readonly do: 'delete' }
  | { readonly do: 'towards'; readonly zone: number; readonly towards: Spot | null; readonly stroke: number | null }
  | { readonly do: 'kind'; readonly zone: number; readonly kind: ZoneKind }
  | { readonly do: 'metres'; readonly point: number; readonly metres: Spot | null }
  | { readonly do: 'replace'; readonly lines: Lines }
  | { readonly do: 'undo' | 'redo' | 'back' }

const MOST_STEPS = 200
export const FEWEST_CORNERS = 3

export function begun(lines: Lines): Sheet {
  return { lines, past: [], future: [], tool: 'select', picked: null, stroke: null }
}

export function act(sheet: Sheet, wish: Act): Sheet {
  switch (wish.do) {
    case 'tool':
      return taken(sheet, wish.tool)
    case 'place':
      return placed(sheet, wish.at)
    case 'finish':
      return finished(sheet)
    case 'pick':
      return { ...sheet, picked: wish.picked, stroke: null }
    case 'move':
      return moved(sheet, wish.to, wish.stroke)
    case 'insert':
      return inserted(sheet, wish.zone, wish.after, wish.at)
    case 'delete':
      return deleted(sheet)
    case 'towards':
      return changed(
        sheet,
        withZone(sheet.lines, wish.zone, (zone) => ({ ...zone, towards: wish.towards })),
        wish.stroke,
      )
    case 'kind':
      return changed(
        sheet,
        withZone(sheet.lines, wish.zone, (zone) => ({
          ...zone,
          kind: wish.kind,
          towards: wish.kind === 'lane' ? zone.towards : null,
        })),
      )
    case 'metres':
      return changed(
        sheet,
        withPoint(sheet.lines, wish.point, (point) => ({ ...point, metres: wish.metres })),
      )
    case 'replace':
      return { ...changed(sheet, wish.lines), picked: null }
    case 'undo':
      return stepped(sheet, sheet.past, 'back')
    case 'redo':
      return stepped(sheet, sheet.future, 'forth')
    case 'back':
      // Nothing is lost: an outline that was begun stays where it is and goes on with its tool.
      return { ...sheet, tool: 'select', picked: sheet.tool === 'select' ? null : sheet.picked, stroke: null }
  }
  return never(wish)
}

/** Pushes the lines before onto the past, unless it is the same stroke. */
function changed(sheet: Sheet, lines: Lines, stroke: number | null = null): Sheet {
  if (lines === sheet.lines) return sheet
  const same = stroke !== null && stroke === sheet.stroke
  const past = same ? sheet.past : [...sheet.past, sheet.lines].slice(-MOST_STEPS)
  return { ...sheet, lines, past, future: [], stroke }
}

function stepped(sheet: Sheet, from: readonly Lines[], way: 'back' | 'forth'): Sheet {
  const lines = from.at(-1)
  if (!lines) return sheet
  const rest = from.slice(0, -1)
  const next = { ...sheet, lines, stroke: null, picked: stillThere(sheet.picked, lines) }
  return way === 'back'
    ? { ...next, past: rest, future: [...sheet.future, sheet.lines] }
    : { ...next, future: rest, past: [...sheet.past, sheet.lines] }
}

function stillThere(picked: Picked | null, lines: Lines): Picked | null {
  if (picked?.what === 'point') return picked.point < lines.ground.length ? picked : null
  if (picked?.what !== 'zone') return null
  const zone = lines.zones[picked.zone]
  if (!zone) return null
  return picked.corner !== null && picked.corner >= zone.polygon.length ? { ...picked, corner: null } : picked
}

/** With an outline of another kind begun, its tool is taken up instead: it is closed or deleted first. */
function taken(sheet: Sheet, tool: Tool): Sheet {
  const begunKind = sheet.lines.outline?.kind
  const drawn = tool === 'shoulder' || tool === 'lane' || tool === 'ignore'
  const next = drawn && begunKind ? begunKind : tool
  return { ...sheet, tool: next, picked: next === 'select' ? sheet.picked : null, stroke: null }
}

function placed(sheet: Sheet, at: Spot): Sheet {
  const { lines, tool } = sheet
  switch (tool) {
    case 'select':
      return sheet
    case 'ground': {
      const ground = [...lines.ground, { pixel: at, metres: null }]
      return { ...changed(sheet, { ...lines, ground }), picked: { what: 'point', point: ground.length - 1 } }
    }
    case 'shoulder':
    case 'lane':
    case 'ignore': {
      const corners = [...(lines.outline?.corners ?? []), at]
      return changed(sheet, { ...lines, outline: { kind: tool, corners } })
    }
  }
  return never(tool)
}

function finished(sheet: Sheet): Sheet {
  const { lines } = sheet
  const { outline } = lines
  if (!outline || outline.corners.length < FEWEST_CORNERS || Math.abs(areaOf(outline.corners)) < 1) return sheet
  const zones = [...lines.zones, { kind: outline.kind, polygon: outline.corners, towards: null }]
  const next = changed(sheet, { ...lines, zones, outline: null })
  return { ...next, tool: 'select', picked: { what: 'zone', zone: zones.length - 1, corner: null } }
}

function withZone(lines: Lines, index: number, how: (zone: DrawnZone) => DrawnZone): Lines {
  const zone = lines.zones[index]
  return zone ? { ...lines, zones: lines.zones.with(index, how(zone)) } : lines
}

function withPoint(lines: Lines, index: number, how: (point: DrawnPoint) => DrawnPoint): Lines {
  const point = lines.ground[index]
  return point ? { ...lines, ground: lines.ground.with(index, how(point)) } : lines
}

function moved(sheet: Sheet, to: Spot, stroke: number): Sheet {
  const { picked, lines } = sheet
  if (picked?.what === 'point')
    return changed(
      sheet,
      withPoint(lines, picked.point, (point) => ({ ...point, pixel: to })),
      stroke,
    )
  if (picked?.what !== 'zone' || picked.corner === null) return sheet
  const { zone, corner } = picked
  if (lines.zones[zone]?.polygon[corner] === undefined) return sheet
  return changed(
    sheet,
    withZone(lines, zone, (drawn) => ({ ...drawn, polygon: drawn.polygon.with(corner, to) })),
    stroke,
  )
}

function inserted(sheet: Sheet, zone: number, after: number, at: Spot): Sheet {
  const lines = withZone(sheet.lines, zone, (drawn) => ({
    ...drawn,
    polygon: drawn.polygon.toSpliced(after + 1, 0, at),
  }))
  return { ...changed(sheet, lines), picked: { what: 'zone', zone, corner: after + 1 } }
}

/** The last corner of an outline while it is drawn; else what is picked: a corner, while three are left, its zone, or a point. */
function deleted(sheet: Sheet): Sheet {
  const { lines, picked, tool } = sheet
  const { outline } = lines
  if (outline && tool === outline.kind) {
    const corners = outline.corners.slice(0, -1)
    return changed(sheet, { ...lines, outline: corners.length > 0 ? { ...outline, corners } : null })
  }
  if (picked?.what === 'point') {
    const next = changed(sheet, { ...lines, ground: lines.ground.toSpliced(picked.point, 1) })
    return { ...next, picked: null }
  }
  if (picked?.what !== 'zone') return sheet
  const { zone, corner } = picked
  const drawn = lines.zones[zone]
  if (!drawn) return { ...sheet, picked: null }
  if (corner !== null && drawn.polygon.length > FEWEST_CORNERS)
    return {
      ...changed(
        sheet,
        withZone(lines, zone, () => ({ ...drawn, polygon: drawn.polygon.toSpliced(corner, 1) })),
      ),
      picked: { ...picked, corner: null },
    }
  return { ...changed(sheet, { ...lines, zones: lines.zones.toSpliced(zone, 1) }), picked: null }
}

/** Along the zone's long side, and the other way when it points there already. Unit length times the zone's reach. */
export function alongside({ polygon, towards }: DrawnZone): Spot {
  const [cx, cy] = middleOf(polygon)
  let [xx, xy, yy] = [0, 0, 0]
  for (const [x, y] of polygon) {
    xx += (x - cx) ** 2
    xy += (x - cx) * (y - cy)
    yy += (y - cy) ** 2
  }
  const angle = Math.atan2(2 * xy, xx - yy) / 2
  const reach = Math.sqrt((xx + yy) / Math.max(1, polygon.length)) || 1
  const way: Spot = [Math.cos(angle) * reach, Math.sin(angle) * reach]
  const agrees = towards !== null && towards[0] * way[0] + towards[1] * way[1] > 0
  return agrees ? [-way[0], -way[1]] : way
}

/** The mean of the corners: where a zone's name and its arrow begin. */
export function middleOf(polygon: readonly Spot[]): Spot {
  const sum = polygon.reduce<Spot>(([x, y], each) => [x + each[0], y + each[1]], [0, 0])
  return [sum[0] / Math.max(1, polygon.length), sum[1] / Math.max(1, polygon.length)]
}

export function linesOf({ zones, ground }: Drawing): Lines {
  return {
    zones: zones.map((zone) => ({
      kind: zone.kind,
      polygon: zone.polygon,
      towards: zone.kind === 'lane' ? (zone.towards ?? null) : null,
    })),
    ground: ground ?? [],
    outline: null,
  }
}

/** As it is saved and tried; points without metres and the outline stay on the sheet. */
export function drawingFrom({ zones, ground }: Lines, view: Drawing['view']): Drawing {
  const whole = ground.flatMap(({ pixel, metres }) => (metres ? [{ pixel: pair(pixel), metres: pair(metres) }] : []))
  return {
    view,
    zones: zones.map(({ kind, polygon, towards }) => {
      const corners = polygon.map(pair)
      return kind === 'lane' && towards
        ? { kind, polygon: corners, towards: pair(towards) }
        : { kind, polygon: corners }
    }),
    ...(whole.length > 0 ? { ground: whole } : {}),
  }
}

/** Tenths of a pixel and millimetres: what nobody can click is not kept. */
const pair = ([x, y]: Spot): [number, number] => [Math.round(x * 1000) / 1000, Math.round(y * 1000) / 1000]
