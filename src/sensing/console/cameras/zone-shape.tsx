/** One zone as it is drawn: its kind is told by fill and outline, a lane carries the arrow of its traffic. */
import { type PointerEvent, type ReactNode, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { nowByServer } from '../../../console/now.ts'
import { type DrawnZone, middleOf, type Spot } from './sheet.ts'

export function ZoneShape(props: {
  readonly zone: DrawnZone
  readonly number: number
  readonly scale: number
  readonly chosen: boolean
  readonly onPick: (event: PointerEvent) => void
}): ReactNode {
  const { zone, scale, chosen } = props
  const { t } = useTranslation('cameras')
  const [x, y] = middleOf(zone.polygon)
  return (
    <g className={`stage-zone is-${zone.kind}${chosen ? ' is-picked' : ''}`} onPointerDown={props.onPick}>
      <polygon points={zone.polygon.map((corner) => corner.join(',')).join(' ')} />
      {zone.towards ? <Arrow from={[x, y]} towards={zone.towards} scale={scale} /> : null}
      <text x={x} y={y + 18 * scale} fontSize={13 * scale} textAnchor="middle">
        {t('zones.item', { number: props.number, kind: t(`zone.${zone.kind}`) })}
      </text>
    </g>
  )
}

function Arrow(props: { readonly from: Spot; readonly towards: Spot; readonly scale: number }): ReactNode {
  const { from, towards, scale } = props
  const tip = tipOf(from, towards, scale)
  if (!tip) return null
  const length = Math.hypot(tip[0] - from[0], tip[1] - from[1])
  const [dx, dy] = [(tip[0] - from[0]) / length, (tip[1] - from[1]) / length]
  const barb = 10 * scale
  const side = (way: number): string =>
    `${tip[0] - dx * barb - dy * barb * 0.6 * way},${tip[1] - dy * barb + dx * barb * 0.6 * way}`
  return (
    <g className="stage-arrow">
      <line x1={from[0]} y1={from[1]} x2={tip[0]} y2={tip[1]} />
      <polygon points={`${tip.join(',')} ${side(1)} ${side(-1)}`} />
    </g>
  )
}

/** Screen pixels: a direction has any length, its arrow always the same. */
const ARROW_PX = 46

function tipOf(from: Spot, towards: Spot, scale: number): Spot | null {
  const length = Math.hypot(...towards)
  if (length < 1e-6) return null
  const drawn = (ARROW_PX * scale) / length
  return [from[0] + towards[0] * drawn, from[1] + towards[1] * drawn]
}

/** The arrow's end as a handle: dragged, it turns the lane. */
export function ArrowTip(props: {
  readonly zone: DrawnZone
  readonly radius: number
  readonly scale: number
  readonly onTurn: (towards: Spot, stroke: number) => void
  readonly spotOf: (event: PointerEvent) => Spot
}): ReactNode {
  const { zone, radius } = props
  const stroke = useRef<number | null>(null)
  const from = middleOf(zone.polygon)
  const tip = zone.towards ? tipOf(from, zone.towards, props.scale) : null
  if (!tip) return null
  return (
    <circle
      className="stage-corner is-tip"
      cx={tip[0]}
      cy={tip[1]}
      r={radius}
      onPointerDown={(event) => {
        event.stopPropagation()
        event.currentTarget.setPointerCapture(event.pointerId)
        stroke.current = nowByServer()
      }}
      onPointerMove={(event) => {
        if (stroke.current === null) return
        event.stopPropagation()
        const at = props.spotOf(event)
        const towards: Spot = [at[0] - from[0], at[1] - from[1]]
        if (Math.hypot(...towards) > 1) props.onTurn(towards, stroke.current)
      }}
      onPointerUp={() => {
        stroke.current = null
      }}
    />
  )
}
