/** Draws a report's blocks on the page, as the printer draws them on paper. */
import type { ReactNode } from 'react'
import type { Block } from '../document.ts'
import type { Sketch } from '../sketch.ts'

const WAY = ['var(--accent)', 'var(--clock)', 'var(--human)'] as const
const SIDE = 320

export function Blocks(props: { readonly blocks: readonly Block[] }): ReactNode {
  return (
    <article className="report">
      {props.blocks.map((block, index) => (
        // A report is drawn whole and never rearranged.
        // biome-ignore lint/suspicious/noArrayIndexKey: see above
        <Drawn key={index} block={block} />
      ))}
    </article>
  )
}

function Drawn(props: { readonly block: Block }): ReactNode {
  const { block } = props
  switch (block.block) {
    case 'title':
      return (
        <header>
          <h1>{block.text}</h1>
          <p>{block.under}</p>
        </header>
      )
    case 'heading':
      return <h2>{block.text}</h2>
    case 'text':
      return <p className={`is-${block.tone}`}>{block.text}</p>
    case 'table':
      return <Table block={block} />
    case 'sketch':
      return <Drawing sketch={block.sketch} scale={block.scale} />
  }
}

function Table(props: { readonly block: Extract<Block, { block: 'table' }> }): ReactNode {
  const { head, rows, numbersFrom } = props.block
  const align = (column: number): string | undefined => (column >= numbersFrom ? 'is-number' : undefined)
  return (
    <div className="report-table">
      <table>
        <thead>
          <tr>
            {head.map((cell, column) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: columns keep their places
              <th key={column} scope="col" className={align(column)}>
                {cell}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows keep their places
            <tr key={index}>
              {row.map((cell, column) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: columns keep their places
                <td key={column} className={align(column)}>
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Drawing(props: { readonly sketch: Sketch; readonly scale: string }): ReactNode {
  const { reachM, ways } = props.sketch
  const at = (metres: number): number => (metres / reachM) * (SIDE / 2)
  const colour = (index: number): string => WAY[index % WAY.length] ?? WAY[0]
  return (
    <figure className="report-sketch">
      <svg
        viewBox={`${-SIDE / 2} ${-SIDE / 2} ${SIDE} ${SIDE}`}
        width={SIDE}
        height={SIDE}
        role="img"
        aria-label={props.scale}
      >
        {ways.map(({ unit, points }, index) => (
          <polyline
            key={unit}
            points={points.map(([east, north]) => `${at(east)},${-at(north)}`).join(' ')}
            fill="none"
            stroke={colour(index)}
            strokeWidth="2"
          />
        ))}
        <path d="M-6 0H6M0-6V6" stroke="var(--life)" strokeWidth="2.5" />
      </svg>
      <figcaption>
        {ways.map(({ unit, label }, index) => (
          <span key={unit} style={{ color: colour(index) }}>
            {label}
          </span>
        ))}
        <small>{props.scale}</small>
      </figcaption>
    </figure>
  )
}
