/** The field page: one crew's orders on a phone, in sunlight, with one thumb; it works without a network and calls for help before anything else. */

import { type ReactNode, useEffect, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { act } from '../../../console/api.ts'
import { useBoard } from '../../../console/live.ts'
import { nowByServer } from '../../../console/now.ts'
import { NotReached, State } from '../../../console/parts/state.tsx'
import { useReference } from '../../../console/reference.ts'
import { go, useRoute } from '../../../console/route.ts'
import { type Person, useSession } from '../../../console/session.ts'
import type { AgencyId, OrderId, UnitId } from '../../../core/ids.ts'
import { awaitsSignature, isRunning, type Order } from '../../order.ts'
import { RingSwitch } from '../../push/console/ring-switch.tsx'
import { RoomStrips } from '../../shift/console/strips.tsx'
import { ChangedStrips, useChanged, useChangedChime } from '../changed/strips.tsx'
import { useChime } from '../chime.ts'
import { loadMap } from '../place/lazy-map.tsx'
import { useReceipts } from '../receipts.ts'
import { RoadsNow, useHolding } from '../roads/list.tsx'
import './acts.css'
import './field.css'
import './picture.css'
import { Empty, Foot, NewOrders, OtherOrders } from './around.tsx'
import { HelpButton } from './help-button.tsx'
import { keepBytes } from './kept-pictures.ts'
import { startOffline } from './offline.ts'
import { OrderAnswers, OrderBody, OrderHead, shortNumber } from './order-view.tsx'
import type { FieldAnswer } from './outbox.ts'
import { useOwnPosition } from './own-position.ts'
import { PictureActs, PicturePreview } from './picture-acts.tsx'
import { expected, ordersOf } from './said.ts'
import { Strips } from './strips.tsx'
import { usePostbox } from './use-postbox.ts'
import { useTaken } from './use-taken.ts'

export default function Page(): ReactNode {
  const session = useSession()
  if (session.state !== 'in')
    return (
      <div className="fm-field">
        <NotReached />
      </div>
    )
  return <Crew person={session.person} />
}

function Crew({ person }: { readonly person: Person }): ReactNode {
  const { t } = useTranslation('field')
  useEffect(() => startOffline(loadMap), [])
  if (!person.unit)
    return (
      <div className="fm-field">
        <State title={t('noUnit.title')} what={t('noUnit.act')} />
        <Foot />
      </div>
    )
  return <UnitPage person={person.id} unitId={person.unit} agency={person.agency ?? null} />
}

/** A key for one act (Idempotency-Key), made where the shell makes all of them. */
const newKey = (): string => act('').key

function UnitPage(props: {
  readonly person: string
  readonly unitId: UnitId
  readonly agency: AgencyId | null
}): ReactNode {
  const { unitId, agency } = props
  const board = useBoard()
  const unit = useReference().unit.get(unitId)
  const chosen = useRoute().query.get('order')
  const { postbox, state } = usePostbox(props.person)
  const { box } = state
  const { running, past } = useMemo(
    () =>
      ordersOf(
        [...board.orders.values()].map((order) => expected(order, box)),
        unitId,
        agency,
      ),
    [board.orders, box, unitId, agency],
  )
  const all = [...running, ...past]
  const order = all.find((one) => one.id === chosen) ?? running[0]
  const own = useOwnPosition(unit, running.length > 0)
  const holding = useHolding()
  useReceipts(running)
  const ringing = running.filter(awaitsSignature)
  useChime(ringing.length, true)
  const changed = useChanged(all)
  useChangedChime(changed, true)

  const answer = (to: Order, said: FieldAnswer): void => {
    // The screen stays on the order that was answered, also when it is done.
    go(`/field?order=${to.id}`, 'replace')
    void postbox.give({ to: 'order', key: newKey(), at: nowByServer(), order: to.id, answer: said })
  }
  const pictures = useTaken(({ at, bytes }) => {
    if (!order) return
    const key = newKey()
    void keepBytes(key, { at, bytes }).then(() => postbox.give({ to: 'picture', key, at, order: order.id }))
  }, order?.id)
  const help = (): void =>
    void postbox.give({ to: 'help', key: newKey(), at: nowByServer(), position: own?.position ?? null })
  const numberOf = (id: OrderId): string => shortNumber(board.orders.get(id)?.issued.number ?? '')

  return (
    <div className="fm-field">
      <ChangedStrips waiting={changed} />
      {order ? <OrderHead order={order} unit={unit} /> : null}
      <div className="fm-strips">
        <NewOrders orders={ringing.filter((one) => one.id !== order?.id)} />
        <RoomStrips />
        <Strips postbox={postbox} state={state} numberOf={numberOf} />
      </div>
      <main className="fm-field-main" key={order?.id}>
        {order && isRunning(order) && pictures.taken.state === 'here' ? (
          <PicturePreview url={pictures.taken.url} />
        ) : (
          <>
            {order ? <OrderBody order={order} unit={unit} own={own} /> : <Empty unit={unit} />}
            {order ? null : <RoadsNow conditions={holding} />}
            <OtherOrders shown={order?.id ?? null} running={running} past={past} />
            <RingSwitch page="/field" />
            <Foot />
          </>
        )}
      </main>
      <div className="fm-field-acts">
        {order && order.state !== 'withdrawn' && order.state !== 'rejected' ? (
          <OrderAnswers order={order} box={box} onAnswer={(said) => answer(order, said)} />
        ) : null}
        {order && isRunning(order) ? <PictureActs order={order} box={box} pictures={pictures} /> : null}
        <HelpButton
          waiting={box.waiting.some((letter) => letter.to === 'help')}
          heardAt={box.helpHeardAt}
          onHelp={help}
        />
      </div>
    </div>
  )
}
