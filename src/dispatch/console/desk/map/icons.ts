/** The map's few signs, drawn here: a unit as a small triangle with its heading, hollow when its position is old, a camera and a diamond for a warning. */
import type { Map as MapView } from 'maplibre-gl'
import type { MapInk } from './style.ts'

export type IconName =
  | `warning-${'life' | 'clock' | 'calm'}`
  | 'unit'
  | 'unit-ordered'
  | 'unit-stale'
  | 'unit-still'
  | 'camera'
  | 'camera-unfit'

/** Drawn at twice the size, for sharp screens. */
const SCALE = 2

function drawn(sizePx: number, draw: (pen: CanvasRenderingContext2D) => void): ImageData | null {
  const canvas = document.createElement('canvas')
  canvas.width = sizePx * SCALE
  canvas.height = sizePx * SCALE
  const pen = canvas.getContext('2d')
  if (!pen) return null
  pen.scale(SCALE, SCALE)
  pen.translate(sizePx / 2, sizePx / 2)
  pen.lineJoin = 'round'
  draw(pen)
  return pen.getImageData(0, 0, canvas.width, canvas.height)
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
const diamond = (color: string): ImageData | null =>
  drawn(24, (pen) => {
    pen.rotate(Math.PI / 4)
    pen.strokeStyle = color
    pen.fillStyle = color
    pen.lineWidth = 1.6
    pen.strokeRect(-7.5, -7.5, 15, 15)
    pen.fillRect(-3, -3, 6, 6)
  })

export function addIcons(map: MapView, ink: MapInk): void {
  const icons: Record<IconName, ImageData | null> = {
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
    if (image && !map.hasImage(name)) map.addImage(name, image, { pixelRatio: SCALE })
  }
}
