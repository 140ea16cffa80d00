/** The wall's tiles of agencies, units and cameras: how many in which state, and what is not as it should be. */
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useText } from '../../../console/i18n/language.ts'
import { fixes, useBoard, useCameras, useLines } from '../../../console/live.ts'
import { useNow } from '../../../console/now.ts'
import { useReference } from '../../../console/reference.ts'
import { MINUTE } from '../../../core/time.ts'
import { awaitsSignature, isOver } from '../../order.ts'

/** A unit whose last position is older is not counted as free. */
const SILENT_MS = 2 * MINUTE

export function AgencyTile(): ReactNode {
  const { t } = useTranslation('wall')
  const text = useText()
  const { agencies } = useReference()
  const lines = useLines()
  const { orders } = useBoard()
  const unsigned = Map.groupBy([...orders.values()].filter(awaitsSignature), (order) => order.issued.agency)
  return (
    <section className="wall-tile">
      <h2>{t('agencies')}</h2>
      <ul className="wall-list">
        {agencies.map((agency) => {
          const line = lines.get(agency.id)
          const state = agency.channel === 'console' ? 'console' : (line?.state ?? 'unknown')
          const waits = unsigned.get(agency.id)?.length ?? 0
          return (
            <li key={agency.id} className="wall-agency">
              <span>{text(agency.name)}</span>
              <span className={state === 'failing' || waits > 0 ? 'wall-line is-bad' : 'wall-line'}>
                {t(`line.${state}`)}
                {waits > 0
                  ? ` · ${t('unsigned', { count: waits })}`
                  : line && line.waiting > 0
                    ? ` · ${t('waiting', { count: line.waiting })}`
                    : ''}
              </span>
            </li>
          )
        })}
      </ul>
    </section>
  )
}

const UNIT_STATES = ['free', 'ordered', 'way', 'scene', 'silent'] as const
type UnitState = (typeof UNIT_STATES)[number]

export function UnitTile(): ReactNode {
  const { t } = useTranslation('wall')
  const { units } = useReference()
  const { orders } = useBoard()
  const now = useNow(5_000)
  const busy = new Map<string, UnitState>()
  for (const order of orders.values()) {
    if (!order.unit || isOver(order)) continue
    busy.set(order.unit, order.state === 'arrived' ? 'scene' : order.state === 'on-the-way' ? 'way' : 'ordered')
  }
  const counts = new Map<UnitState, number>()
  for (const unit of units) {
    const fix = fixes.get().get(unit.index)
    const state = busy.get(unit.id) ?? (fix && now - fix.fixAt < SILENT_MS ? 'free' : 'silent')
    counts.set(state, (counts.get(state) ?? 0) + 1)
  }
  return (
    <section className="wall-tile">
      <h2>
        {t('units')} <b>{units.length}</b>
      </h2>
      <dl className="wall-counts">
        {UNIT_STATES.map((state) => (
          <div key={state}>
            <dd>{counts.get(state) ?? 0}</dd>
            <dt>{t(`unit.${state}`)}</dt>
          </div>
        ))}
      </dl>
    </section>
  )
}

const CAMERA_STATES = ['watching', 'unfit', 'down', 'off'] as const

export function CameraTile(): ReactNode {
  const { t } = useTranslation('wall')
  const { cameras } = useReference()
  const lines = useCameras()
  const states = Map.groupBy(cameras, (camera) => lines.get(camera.id)?.state ?? 'off')
  return (
    <section className="wall-tile">
      <h2>
        {t('cameras')} <b>{cameras.length}</b>
      </h2>
      <dl className="wall-counts">
        {CAMERA_STATES.map((state) => {
          const count = states.get(state)?.length ?? 0
          return (
            <div key={state} className={count > 0 && (state === 'unfit' || state === 'down') ? 'is-clock' : ''}>
              <dd>{count}</dd>
              <dt>{t(`camera.${state}`)}</dt>
            </div>
          )
        })}
      </dl>
    </section>
  )
}
