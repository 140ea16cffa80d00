/** The few signs of the map and of the sheet above it, drawn here: a unit as a small triangle with its heading, hollow when its position is old, a camera and a diamond for a warning. */
import type { Map as MapView } from 'maplibre-gl'
import type { MapInk } from './style.ts'

/** On the sheet above the map (sheet.ts). */
export type SignName =
  | `${'incident' | 'warning'}-${'life' | 'clock' | 'calm'}`
  | 'unit'
  | 'unit-ordered'
  | 'unit-stale'
  | 'unit-still'
export type Signs = Readonly<Record<SignName, HTMLCanvasElement>>
/** In the map itself. */
export type IconName = 'camera' | 'camera-unfit'

/** Drawn at twice the size, for sharp screens. */
export const SPRITE_SCALE = 2

function drawn(sizePx: number, draw: (pen: CanvasRenderingContext2D) => void): HTMLCanvasElement {
  const canvas = document.createElement('canvas')
  canvas.width = sizePx * SPRITE_SCALE
  canvas.height = sizePx * SPRITE_SCALE
  const pen = canvas.getContext('2d')
  if (!pen) return canvas
  pen.scale(SPRITE_SCALE, SPRITE_SCALE)
  pen.translate(sizePx / 2, sizePx / 2)
  pen.lineJoin = 'round'
  draw(pen)
  return canvas
}

function triangle(pen: CanvasRenderingContext2D, half: number): void {
  pen.beginPath()
  pen.moveTo(0, -half)
  pen.lineTo(half * 0.78, half * 0.85)
  pen.lineTo(0, half * 0.45)
  pen.lineTo(-half * 0.78, half * 0.85)
  pen.closePath()
}

/** As the elements of the page are drawn (map.css). */
const diamond = (color: string): HTMLCanvasElement =>
  drawn(24, (pen) => {
    pen.rotate(Math.PI / 4)
    pen.strokeStyle = color
    pen.fillStyle = color
    pen.lineWidth = 1.6
    pen.strokeRect(-7.5, -7.5, 15, 15)
    pen.fillRect(-3, -3, 6, 6)
  })
const ring = (color: string): HTMLCanvasElement =>
  drawn(24, (pen) => {
    pen.strokeStyle = color
    pen.fillStyle = color
    pen.lineWidth = 1.6
    pen.beginPath()
    pen.arc(0, 0, 10, 0, 2 * Math.PI)
    pen.stroke()
    pen.beginPath()
    pen.arc(0, 0, 5, 0, 2 * Math.PI)
    pen.fill()
  })

export function spritesOf(ink: MapInk): Signs {
  return {
    'incident-life': ring(ink.life),
    'incident-clock': ring(ink.clock),
    'incident-calm': ring(ink.dim),
    'warning-life': diamond(ink.life),
    'warning-clock': diamond(ink.clock),
    'warning-calm': diamond(ink.dim),
    unit: drawn(16, (pen) => {
      triangle(pen, 6)
      pen.fillStyle = ink.accent
      pen.strokeStyle = ink.halo
      pen.lineWidth = 1.4
      pen.stroke()
      pen.fill()
    }),
    'unit-ordered': drawn(24, (pen) => {
      triangle(pen, 9)
      pen.fillStyle = ink.accent
      pen.strokeStyle = ink.strong
      pen.lineWidth = 1.4
      pen.fill()
      pen.stroke()
    }),
    'unit-stale': drawn(16, (pen) => {
      triangle(pen, 5.5)
      pen.strokeStyle = ink.stale
      pen.lineWidth = 1.3
      pen.stroke()
    }),
    'unit-still': drawn(14, (pen) => {
      pen.beginPath()
      pen.arc(0, 0, 3.4, 0, 2 * Math.PI)
      pen.fillStyle = ink.accent
      pen.strokeStyle = ink.halo
      pen.lineWidth = 1.4
      pen.stroke()
      pen.fill()
    }),
  }
}

export function addIcons(map: MapView, ink: MapInk): void {
  const icons: Record<IconName, HTMLCanvasElement> = {
    camera: drawn(12, (pen) => {
      pen.fillStyle = ink.post
      pen.fillRect(-3, -3, 6, 6)
    }),
    'camera-unfit': drawn(14, (pen) => {
      pen.strokeStyle = ink.clock
      pen.lineWidth = 1.6
      pen.strokeRect(-4.5, -4.5, 9, 9)
      pen.beginPath()
      pen.moveTo(-4.5, -4.5)
      pen.lineTo(4.5, 4.5)
      pen.moveTo(4.5, -4.5)
      pen.lineTo(-4.5, 4.5)
      pen.stroke()
    }),
  }
  for (const [name, image] of Object.entries(icons)) {
    const pixels = image.getContext('2d')?.getImageData(0, 0, image.width, image.height)
    if (pixels && !map.hasImage(name)) map.addImage(name, pixels, { pixelRatio: SPRITE_SCALE })
  }
}
