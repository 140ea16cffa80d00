/** One sheet of A4 for the printer: its head with what it is, whose it is and its number, and boxes to be filled in by machine or by hand. */
import type { ReactNode } from 'react'
import { useText } from '../../../console/i18n/language.ts'
import { useReference } from '../../../console/reference.ts'
import './sheet.css'

export function Sheet(props: {
  readonly title: string
  readonly number: string
  readonly children: ReactNode
}): ReactNode {
  const text = useText()
  const { centre } = useReference()
  return (
    <article className="sheet">
      <header>
        <h2>{props.title}</h2>
        <span>{text(centre.name)}</span>
        <b>{props.number}</b>
      </header>
      {props.children}
    </article>
  )
}

/** Without children it is left open for a hand; `lines` of writing fit into it. */
export function SheetField(props: {
  readonly name: string
  readonly lines?: number
  readonly children?: ReactNode
}): ReactNode {
  return (
    <div className="sheet-field" style={{ minHeight: `${(props.lines ?? 1) * 9 + 4}mm` }}>
      <small>{props.name}</small>
      {props.children}
    </div>
  )
}
