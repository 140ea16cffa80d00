/** What moves on the map lies on a sheet above it, a canvas of its own: a new position costs a few strokes and not the drawing of a whole city. */
import type { Map as MapView } from 'maplibre-gl'
import type { Position } from '../../../../core/geo.ts'
import { type SignName, type Signs, SPRITE_SCALE, spritesOf } from './icons.ts'
import { placeLabels, type Spot } from './labels.ts'
import { FONT, type MapInk } from './style.ts'

/** One sign on the sheet; those behind it in the list lie above it. */
export type Sign = {
  /** What a click on it chooses; null: nothing. */
  readonly key: string | null
  readonly name: SignName
  readonly position: Position
  readonly headingDegrees: number
  /** Empty: none. `strong`: what the eye is to find. */
  readonly label: string
  readonly strong: boolean
}
export type Line = readonly [Position, Position]

/** So near to its middle a sign is meant, CSS pixels. */
const HIT_PX = 12
const LABEL_PX = 11.5

export class Sheet {
  readonly #view: MapView
  readonly #canvas = document.createElement('canvas')
  readonly #pen = this.#canvas.getContext('2d')
  #ink: MapInk | null = null
  #sprites: Signs | null = null
  #size = { width: 0, height: 0 }
  #marks: readonly Sign[] = []
  #units: readonly Sign[] = []
  #ways: readonly Line[] = []
  /** Where each mark that can be chosen was drawn last. */
  #spots: readonly (Spot & { readonly key: string })[] = []
  #frame = 0

  constructor(view: MapView) {
    this.#view = view
    this.#canvas.className = 'map-sheet'
    this.#canvas.setAttribute('aria-hidden', 'true')
    // Above the map and below the elements of the page that lie on it.
    view.getCanvas().after(this.#canvas)
    this.#fit()
    view.on('resize', this.#fit)
    // While the map is moved the sheet moves with it, in the same frame.
    view.on('render', this.#draw)
  }

  close(): void {
    cancelAnimationFrame(this.#frame)
    this.#view.off('resize', this.#fit)
    this.#view.off('render', this.#draw)
    this.#canvas.remove()
  }

  dress(ink: MapInk): void {
    this.#ink = ink
    this.#sprites = spritesOf(ink)
    this.#soon()
  }

  showMarks(marks: readonly Sign[]): void {
    this.#marks = marks
    this.#soon()
  }

  showUnits(units: readonly Sign[], ways: readonly Line[]): void {
    this.#units = units
    this.#ways = ways
    this.#soon()
  }

  /** The key of the mark at a point of the map, CSS pixels; the uppermost where several lie. */
  keyAt({ x, y }: Spot): string | null {
    return this.#spots.findLast((spot) => Math.hypot(spot.x - x, spot.y - y) <= HIT_PX)?.key ?? null
  }

  readonly #fit = (): void => {
    const { clientWidth, clientHeight } = this.#view.getContainer()
    this.#size = { width: clientWidth, height: clientHeight }
    this.#canvas.width = clientWidth * devicePixelRatio
    this.#canvas.height = clientHeight * devicePixelRatio
    this.#canvas.style.width = `${clientWidth}px`
    this.#canvas.style.height = `${clientHeight}px`
    this.#soon()
  }

  #soon(): void {
    cancelAnimationFrame(this.#frame)
    this.#frame = requestAnimationFrame(this.#draw)
  }

  readonly #draw = (): void => {
    cancelAnimationFrame(this.#frame)
    const [pen, ink, sprites] = [this.#pen, this.#ink, this.#sprites]
    if (!pen || !ink || !sprites) return
    pen.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0)
    pen.clearRect(0, 0, this.#size.width, this.#size.height)
    const spots: (Spot & { readonly key: string })[] = []
    for (const sign of this.#marks) {
      const spot = this.#stamp(pen, sprites, sign)
      if (spot && sign.key !== null) spots.push({ ...spot, key: sign.key })
    }
    this.#spots = spots
    this.#drawWays(pen, ink)
    const named: (Spot & { readonly text: string; readonly strong: boolean })[] = []
    for (const sign of this.#units) {
      const spot = this.#stamp(pen, sprites, sign)
      if (spot && sign.label !== '') named.push({ ...spot, text: sign.label, strong: sign.strong })
    }
    this.#drawLabels(pen, ink, named)
  }

  /** Draws one sign and answers where; null: it is out of sight. */
  #stamp(pen: CanvasRenderingContext2D, sprites: Signs, sign: Sign): Spot | null {
    const { x, y } = this.#view.project([...sign.position])
    const sprite = sprites[sign.name]
    const size = sprite.width / SPRITE_SCALE
    if (x < -size || y < -size || x > this.#size.width + size || y > this.#size.height + size) return null
    if (sign.headingDegrees === 0) pen.drawImage(sprite, x - size / 2, y - size / 2, size, size)
    else {
      pen.save()
      pen.translate(x, y)
      pen.rotate((sign.headingDegrees * Math.PI) / 180)
      pen.drawImage(sprite, -size / 2, -size / 2, size, size)
      pen.restore()
    }
    return { x, y }
  }

  /** Straight lines: they say who was ordered, not which way anybody drives. */
  #drawWays(pen: CanvasRenderingContext2D, ink: MapInk): void {
    if (this.#ways.length === 0) return
    pen.strokeStyle = ink.accent
    pen.lineWidth = 1.8
    pen.setLineDash([4.7, 4])
    pen.beginPath()
    for (const [from, to] of this.#ways) {
      const [a, b] = [this.#view.project([...from]), this.#view.project([...to])]
      pen.moveTo(a.x, a.y)
      pen.lineTo(b.x, b.y)
    }
    pen.stroke()
    pen.setLineDash([])
  }

  #drawLabels(
    pen: CanvasRenderingContext2D,
    ink: MapInk,
    named: readonly (Spot & { readonly text: string; readonly strong: boolean })[],
  ): void {
    pen.font = `${LABEL_PX}px ${FONT.map((font) => `"${font}"`).join(', ')}`
    pen.textBaseline = 'middle'
    const sized = named.map((one) => ({ ...one, width: pen.measureText(one.text).width, height: LABEL_PX + 2 }))
    for (const { text, strong, x, y, width, height } of placeLabels(sized)) {
      // The map has names of its own beneath.
      pen.globalAlpha = 0.8
      pen.fillStyle = ink.halo
      pen.fillRect(x - 3, y - height / 2 - 1, width + 6, height + 2)
      pen.globalAlpha = 1
      pen.fillStyle = strong ? ink.strong : ink.name
      pen.fillText(text, x, y)
    }
  }
}
