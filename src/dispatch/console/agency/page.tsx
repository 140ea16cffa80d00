/** The agency page: one agency's own room with its orders and no others; it signs, rejects, and tells the four clocks by key or by hand. */

import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { isAway } from '../../../console/away/read-only.ts'
import { useCell } from '../../../console/cell.ts'
import { useRefusal } from '../../../console/i18n/refusal.ts'
import { useBoard, useBoardNow, useCutOff } from '../../../console/live.ts'
import { Loading, State } from '../../../console/parts/state.tsx'
import { remembered } from '../../../console/remembered.ts'
import { go, useRoute } from '../../../console/route.ts'
import { usePerson } from '../../../console/session.ts'
import type { AgencyId } from '../../../core/ids.ts'
import { never } from '../../../core/result.ts'
import { awaitsSignature, type Order, REJECTION_CAUSES } from '../../order.ts'
import { RoomStrips } from '../../shift/console/strips.tsx'
import { ChangedStrips, understand, useChanged, useChangedChime } from '../changed/strips.tsx'
import { useChime } from '../chime.ts'
import { useReceipts } from '../receipts.ts'
import './agency.css'
import { AnswerBar } from './answer-bar.tsx'
import { draftOf, say, withSignature } from './answering.ts'
import { type RoomCommand, useRoomKeys } from './keyboard.ts'
import { RoomList } from './list.tsx'
import { OrderView } from './order-view.tsx'
import { leavePaper, PaperView, printOrder } from './paper-view.tsx'
import { dueAnswer, keysOf, neighbour, type RoomAnswer, roomOf, signedTogether } from './room.ts'
import { CutOff, Keys, Top } from './top.tsx'

export default function Page(): ReactNode {
  const { t } = useTranslation('agency')
  const { agency } = usePerson()
  return agency ? <Room agency={agency} /> : <State title={t('noAgency.title')} what={t('noAgency.act')} />
}

const sound = remembered('agency-sound', ['on', 'off'], 'off')
/** From here on list and order stand side by side (agency.css says the same). */
const WIDE = '(min-width: 900px)'

function Room({ agency }: { readonly agency: AgencyId }): ReactNode {
  const { orders } = useBoard()
  const room = useMemo(() => roomOf(orders.values(), agency), [orders, agency])
  const { query } = useRoute()
  const chosen = query.get('order') ?? null
  const onPaper = query.get('show') === 'paper'
  const order = [...room.running, ...room.past].find((one) => one.id === chosen)
  const unsigned = room.running.filter(awaitsSignature)
  const waiting = unsigned.length
  // Enter never answers one order while another one rings unseen: it goes there first.
  const elsewhere = order && awaitsSignature(order) ? undefined : unsigned[0]
  const sounding = useCell(sound) === 'on'
  const cut = useCutOff() !== null
  const [rejecting, setRejecting] = useState<string | null>(null)
  const numberField = useRef<HTMLInputElement>(null)
  useReceipts(room.running)
  useChime(waiting, sounding)
  const changed = useChanged([...room.running, ...room.past])
  useChangedChime(changed, sounding)

  const first = room.running[0]?.id
  useEffect(() => {
    // An empty place takes the most urgent order; one that is being read is never replaced.
    if (chosen === null && first && matchMedia(WIDE).matches) go(`/agency?order=${first}`, 'replace')
  }, [chosen, first])

  const answer = (to: Order, said: RoomAnswer): void => {
    if (isAway() || !keysOf(to, to.clocks.issuedAt).some((key) => key.answer === said && key.open)) return
    if (said === 'rejected') setRejecting(to.id)
    else say(to.id, said, said === 'signed-for' ? withSignature(draftOf(to.id)) : {})
  }
  /** Each by an act of its own, with its own number: what fails for one says so on that one. */
  const signAll = (of: Order): void => {
    for (const one of signedTogether(room, of)) answer(one, 'signed-for')
  }
  const reject = (to: Order, index: number): void => {
    const cause = REJECTION_CAUSES[index]
    if (!cause) return
    setRejecting(null)
    say(to.id, 'rejected', { cause })
  }
  const obey = (command: RoomCommand): void => {
    switch (command.do) {
      case 'move': {
        const next = neighbour(room, chosen, command.step)
        if (next) go(`/agency?order=${next.id}`, 'replace')
        return
      }
      case 'answer':
        // What is answered is what is seen: the sheet shows no keys.
        if (order && !onPaper) answer(order, command.answer)
        return
      case 'due': {
        if (elsewhere) {
          go(`/agency?order=${elsewhere.id}`)
          return
        }
        if (onPaper) return
        const due = order ? dueAnswer(order) : null
        if (order && due && rejecting !== order.id) answer(order, due)
        return
      }
      case 'cause':
        if (order && rejecting === order.id) reject(order, command.index)
        return
      case 'number':
        numberField.current?.focus()
        return
      case 'sound':
        sound.set(sounding ? 'off' : 'on')
        return
      case 'back':
        if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
        setRejecting(null)
        if (order && onPaper) leavePaper(order)
        return
      case 'sign-all':
        if (order && !onPaper) signAll(order)
        return
      case 'understood':
        if (changed[0]) understand(changed[0])
        return
      case 'paper':
        if (order) printOrder(order)
        return
    }
    never(command)
  }
  useRoomKeys(obey)

  return (
    <div className={`fm-room${order || chosen ? ' has-order' : ''}${cut ? ' is-cut' : ''}`}>
      <ChangedStrips waiting={changed} acknowledgeKey="U" />
      <Top
        agency={agency}
        waiting={waiting}
        elsewhere={elsewhere}
        sound={sounding}
        onSound={() => sound.set(sounding ? 'off' : 'on')}
      />
      <CutOff />
      <RoomStrips />
      <div className="fm-room-body">
        <RoomList room={room} shown={order?.id ?? null} onSignAll={signAll} />
        <main className="fm-room-main">
          {order && onPaper ? (
            <PaperView key={order.id} order={order} />
          ) : order ? (
            <>
              <BackToList />
              <OrderView
                order={order}
                bar={
                  <AnswerBar
                    order={order}
                    rejecting={rejecting === order.id}
                    enter={elsewhere === undefined}
                    numberField={numberField}
                    onAnswer={(said) => answer(order, said)}
                    onCause={(cause) => reject(order, REJECTION_CAUSES.indexOf(cause))}
                    onBack={() => setRejecting(null)}
                  />
                }
              />
            </>
          ) : (
            <Nothing gone={chosen !== null} empty={room.running.length + room.past.length === 0} />
          )}
        </main>
      </div>
      <Keys />
    </div>
  )
}

function BackToList(): ReactNode {
  const { t } = useTranslation('agency')
  return (
    <button type="button" className="fm-plain fm-room-back" onClick={() => go('/agency')}>
      ‹ {t('title')}
    </button>
  )
}

function Nothing(props: { readonly gone: boolean; readonly empty: boolean }): ReactNode {
  const { t } = useTranslation('agency')
  const refusal = useRefusal()
  const board = useBoardNow()
  if (board.state === 'loading') return <Loading />
  if (board.state === 'refused') return <State title={refusal(board.refusal)} />
  if (props.gone)
    return (
      <State title={t('gone.title')} what={t('gone.act')}>
        <BackToList />
      </State>
    )
  return props.empty ? (
    <State title={t('empty.title')} what={t('empty.act')} />
  ) : (
    <State title={t('choose.title')} what={t('choose.act')} />
  )
}
