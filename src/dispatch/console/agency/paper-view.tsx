/** The order's sheet on the screen, with what goes onto it: printed once its way and its notes are known, without a picture unless one is ticked. */
import { type ReactNode, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { cell, useCell } from '../../../console/cell.ts'
import { useNow } from '../../../console/now.ts'
import { go } from '../../../console/route.ts'
import { useAsked, useHolding } from '../../notes/console/asking.ts'
import type { Note } from '../../notes/note.ts'
import type { Order } from '../../order.ts'
import type { UnitWay } from '../../recommend/way.ts'
import { OrderOnPaper } from './order-on-paper.tsx'

/** The sheet was asked for by a press and has not gone to the printer yet; an address that is only opened prints nothing. */
const wanted = cell(false)

const NONE: readonly Note[] = []

export function printOrder(order: Order): void {
  wanted.set(true)
  go(`/agency?order=${order.id}&show=paper`)
}

export const leavePaper = (order: Order): void => go(`/agency?order=${order.id}`)

export function PaperView({ order }: { readonly order: Order }): ReactNode {
  const { t } = useTranslation('agency')
  const [picture, setPicture] = useState(false)
  const way = useAsked<{ readonly way: UnitWay | null }>(`/api/orders/${order.id}/way`)
  const notes = useAsked<{ readonly notes: readonly Note[] }>(`/api/orders/${order.id}/notes`)
  const [drawn, setDrawn] = useState(false)
  const ready = way.state !== 'loading' && notes.state !== 'loading' && (drawn || !picture)
  const asked = useCell(wanted)
  const at = useNow(60_000)
  useEffect(() => {
    if (!asked || !ready) return
    wanted.set(false)
    print()
  }, [asked, ready])
  useEffect(() => () => wanted.set(false), [])
  const holding = useHolding(notes.state === 'here' ? notes.value.notes : NONE)
  return (
    <section className="order-paper" aria-label={t('paper.title')} data-ready={ready}>
      <div className="order-paper-head">
        <button type="button" className="fm-button is-first" onClick={() => wanted.set(true)}>
          {t('paper.print')} <kbd>P</kbd>
        </button>
        {order.issued.brief.still ? (
          <label>
            <input type="checkbox" checked={picture} onChange={(event) => setPicture(event.currentTarget.checked)} />
            {t('paper.picture')}
          </label>
        ) : null}
        <button type="button" className="fm-plain" onClick={() => leavePaper(order)}>
          {t('paper.leave')} <kbd>Esc</kbd>
        </button>
      </div>
      <OrderOnPaper
        order={order}
        way={way.state === 'here' ? way.value.way : null}
        notes={holding}
        picture={picture}
        onDrawn={() => setDrawn(true)}
        at={at}
      />
    </section>
  )
}
