/** The board as a table for the printer: what runs, with its orders and clocks, and as of when. */
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../../console/i18n/format.ts'
import { useText } from '../../../console/i18n/language.ts'
import { useBoard, useConnection } from '../../../console/live.ts'
import { useReference } from '../../../console/reference.ts'
import { ordersFor, rowsOf } from '../../console/desk/queue.ts'
import { Sheet } from '../../console/paper/sheet.tsx'
import { usePlaceLines } from '../../console/place/place-words.ts'

export function BoardOnPaper(): ReactNode {
  const { t } = useTranslation('later')
  const { t: term } = useTranslation('terms')
  const text = useText()
  const format = useFormat()
  const lines = usePlaceLines()
  const board = useBoard()
  const connection = useConnection()
  const { agency, unit } = useReference()
  const rows = rowsOf(board, 'running').flatMap((row) => (row.what === 'incident' ? [row.incident] : []))
  return (
    <Sheet title={t('tab.board')} number={t('board.asOf', { at: format.date(connection.lastAt ?? Date.now()) })}>
      {rows.length === 0 ? <p>{t('board.none')}</p> : null}
      <table>
        <thead>
          <tr>
            {(['number', 'what', 'where', 'since', 'orders'] as const).map((name) => (
              <th key={name}>{t(`board.${name}`)}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ id, opened }) => (
            <tr key={id}>
              <td>{opened.number}</td>
              <td>
                {term(`kind.${opened.kind}`)} · {term(`priority.p${opened.priority}`)}
                {opened.later ? ` · ${t('mark')}` : ''}
              </td>
              <td>{lines(opened.place).first}</td>
              <td>{format.clock(opened.firstObservedAt)}</td>
              <td>
                {ordersFor(board, id).map((order) => {
                  const known = agency.get(order.issued.agency)
                  const goes = order.unit ? unit.get(order.unit) : undefined
                  return (
                    <div key={order.id}>
                      {known ? text(known.name) : order.issued.agency}
                      {goes ? ` ${text(goes.label)}` : ''} · {term(`order.${order.state}`)}{' '}
                      {format.clock(
                        order.clocks.clearedAt ??
                          order.clocks.arrivedAt ??
                          order.clocks.setOutAt ??
                          order.clocks.signedForAt ??
                          order.clocks.issuedAt,
                      )}
                    </div>
                  )
                })}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Sheet>
  )
}
