/** The picture with what is drawn on it: zones, the outline begun, ground points, the metre grid, boxes of a trial, and the keyboard's crosshair. */
import { type PointerEvent, type ReactNode, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../../console/i18n/format.ts'
import { nowByServer } from '../../../console/now.ts'
import type { Box } from '../../facts.ts'
import type { GridLine } from '../../ground.ts'
import { type Act, middleOf, type Picked, type Sheet, type Spot } from './sheet.ts'
import { ArrowTip, ZoneShape } from './zone-shape.tsx'

export type Boxed = { readonly box: Box; readonly label: string; readonly chosen: boolean }

/** Screen pixels. */
const HANDLE_PX = 6
const REACH_PX = 14

export function Stage(props: {
  readonly label: string
  readonly view: { readonly width: number; readonly height: number }
  readonly picture: string | null
  readonly sheet: Sheet
  readonly does: (wish: Act) => void
  readonly crosshair: Spot | null
  readonly grid: readonly GridLine[]
  readonly missesM: readonly (number | null)[]
  readonly boxes: readonly Boxed[]
}): ReactNode {
  const { view, sheet, does } = props
  const { lines, tool, picked } = sheet
  const format = useFormat()
  const frame = useRef<SVGSVGElement>(null)
  const scale = useScale(frame, view.width)
  const stroke = useRef<number | null>(null)
  const [pointer, setPointer] = useState<Spot | null>(null)
  const drawing = tool !== 'select'

  const spotOf = (event: PointerEvent): Spot => {
    const box = frame.current?.getBoundingClientRect()
    if (!box || box.width === 0) return [0, 0]
    const inside = (value: number, most: number): number => Math.min(most, Math.max(0, value))
    return [
      inside(((event.clientX - box.left) / box.width) * view.width, view.width),
      inside(((event.clientY - box.top) / box.height) * view.height, view.height),
    ]
  }
  const press = (event: PointerEvent): void => {
    if (event.button !== 0) return
    const at = spotOf(event)
    if (drawing) {
      const first = lines.outline?.corners[0]
      const closes = first && lines.outline && lines.outline.corners.length > 2 && near(first, at, REACH_PX * scale)
      does(closes ? { do: 'finish' } : { do: 'place', at })
      return
    }
    does({ do: 'pick', picked: null })
  }
  /** A handle under the pointer: it is picked, and moves until the pointer is let go. */
  const grab = (what: Picked) => (event: PointerEvent) => {
    if (drawing || event.button !== 0) return
    event.stopPropagation()
    frame.current?.setPointerCapture(event.pointerId)
    does({ do: 'pick', picked: what })
    stroke.current = nowByServer()
  }
  const move = (event: PointerEvent): void => {
    const at = spotOf(event)
    if (drawing) setPointer(at)
    if (stroke.current !== null) does({ do: 'move', to: at, stroke: stroke.current })
  }
  const release = (): void => {
    stroke.current = null
  }
  const radius = HANDLE_PX * scale
  const outline = lines.outline
  return (
    <div className="stage" style={{ aspectRatio: `${view.width} / ${view.height}` }}>
      {props.picture ? <img src={props.picture} alt="" draggable={false} /> : null}
      <svg
        ref={frame}
        viewBox={`0 0 ${view.width} ${view.height}`}
        data-tool={tool}
        role="application"
        aria-label={props.label}
        onPointerDown={press}
        onPointerMove={move}
        onPointerUp={release}
        onPointerCancel={release}
        onPointerLeave={() => setPointer(null)}
      >
        <defs>
          <pattern
            id="ignored"
            width={8 * scale}
            height={8 * scale}
            patternUnits="userSpaceOnUse"
            patternTransform="rotate(45)"
          >
            <rect width={3 * scale} height={8 * scale} className="stage-hatch" />
          </pattern>
        </defs>
        {props.grid.map((line) => (
          <line
            key={`${line.axis} ${line.metres}`}
            className={line.metres % 10 === 0 ? 'stage-grid is-ten' : 'stage-grid'}
            x1={line.from[0]}
            y1={line.from[1]}
            x2={line.to[0]}
            y2={line.to[1]}
          />
        ))}
        {lines.zones.map((zone, index) => {
          const chosen = picked?.what === 'zone' && picked.zone === index
          return (
            <ZoneShape
              // biome-ignore lint/suspicious/noArrayIndexKey: a zone has no name but its place in the list
              key={index}
              zone={zone}
              number={index + 1}
              scale={scale}
              chosen={chosen}
              onPick={grab({ what: 'zone', zone: index, corner: null })}
            />
          )
        })}
        {lines.zones.map((zone, index) =>
          picked?.what === 'zone' && picked.zone === index ? (
            // biome-ignore lint/suspicious/noArrayIndexKey: as above
            <g key={index} className="stage-handles">
              {zone.polygon.map((corner, at) => {
                const next = zone.polygon[(at + 1) % zone.polygon.length] ?? corner
                const between = middleOf([corner, next])
                return (
                  // biome-ignore lint/suspicious/noArrayIndexKey: a corner is its place
                  <g key={at}>
                    <rect
                      className="stage-between"
                      x={between[0] - radius * 0.6}
                      y={between[1] - radius * 0.6}
                      width={radius * 1.2}
                      height={radius * 1.2}
                      onPointerDown={(event) => {
                        if (drawing) return
                        event.stopPropagation()
                        does({ do: 'insert', zone: index, after: at, at: between })
                        stroke.current = nowByServer()
                      }}
                    />
                    <circle
                      className={picked.corner === at ? 'stage-corner is-picked' : 'stage-corner'}
                      cx={corner[0]}
                      cy={corner[1]}
                      r={radius}
                      onPointerDown={grab({ what: 'zone', zone: index, corner: at })}
                    />
                  </g>
                )
              })}
              {zone.kind === 'lane' && zone.towards ? (
                <ArrowTip
                  zone={zone}
                  radius={radius}
                  scale={scale}
                  onTurn={(towards, turned) => does({ do: 'towards', zone: index, towards, stroke: turned })}
                  spotOf={spotOf}
                />
              ) : null}
            </g>
          ) : null,
        )}
        {outline ? (
          <g className="stage-outline">
            <polyline
              points={[...outline.corners, ...(pointer && drawing ? [pointer] : [])]
                .map((corner) => corner.join(','))
                .join(' ')}
            />
            {outline.corners.map((corner, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a corner is its place
              <circle key={at} cx={corner[0]} cy={corner[1]} r={radius * (at === 0 ? 1.2 : 0.8)} />
            ))}
          </g>
        ) : null}
        {lines.ground.map(({ pixel, metres }, index) => {
          const miss = props.missesM[index] ?? null
          const chosen = picked?.what === 'point' && picked.point === index
          return (
            <g
              // biome-ignore lint/suspicious/noArrayIndexKey: a point has no name but its number
              key={index}
              className={`stage-point${chosen ? ' is-picked' : ''}${metres === null ? ' is-open' : ''}`}
              onPointerDown={grab({ what: 'point', point: index })}
            >
              <circle cx={pixel[0]} cy={pixel[1]} r={radius * 1.6} />
              <path
                d={`M${pixel[0] - radius} ${pixel[1]}h${2 * radius}M${pixel[0]} ${pixel[1] - radius}v${2 * radius}`}
              />
              <text x={pixel[0] + radius * 2} y={pixel[1] - radius} fontSize={12 * scale}>
                {index + 1}
                {miss === null ? '' : ` · ${format.number(miss, 2)} m`}
              </text>
            </g>
          )
        })}
        {props.boxes.map(({ box: [x, y, width, height], label, chosen }) => (
          <g key={`${label} ${x} ${y}`} className={chosen ? 'stage-box is-chosen' : 'stage-box'}>
            <rect x={x} y={y} width={width} height={height} />
            {chosen ? (
              <text x={x} y={Math.max(14 * scale, y - 4 * scale)} fontSize={12 * scale}>
                {label}
              </text>
            ) : null}
          </g>
        ))}
        {props.crosshair ? (
          <path
            className="stage-crosshair"
            d={`M0 ${props.crosshair[1]}H${view.width}M${props.crosshair[0]} 0V${view.height}`}
          />
        ) : null}
      </svg>
      {props.picture ? null : <Waiting />}
    </div>
  )
}

function Waiting(): ReactNode {
  const { t } = useTranslation('cameras')
  return <p className="stage-waiting">{t('still.loading')}</p>
}

const near = (a: Spot, b: Spot, within: number): boolean => Math.hypot(a[0] - b[0], a[1] - b[1]) <= within

/** Pixels of the view in one pixel of the screen, so that handles are as large on every screen. */
function useScale(frame: { readonly current: SVGSVGElement | null }, width: number): number {
  const [scale, setScale] = useState(1)
  useEffect(() => {
    const element = frame.current
    if (!element) return
    const watcher = new ResizeObserver(() => {
      const shown = element.getBoundingClientRect().width
      if (shown > 0) setScale(width / shown)
    })
    watcher.observe(element)
    return () => watcher.disconnect()
  }, [frame, width])
  return scale
}
