/** The keyboard on the sheet: every act of the pointer has its key, and the arrows move the crosshair or what is picked. */
import { useEffect, useRef, useState } from 'react'
import { nowByServer } from '../../../console/now.ts'
import { never } from '../../../core/result.ts'
import { type Pressed, type SheetKey, sheetKeyMeans, stepOf } from './keys.ts'
import { type Act, alongside, type Picked, type Sheet, type Spot } from './sheet.ts'

type Given = {
  readonly view: { readonly width: number; readonly height: number } | null
  readonly sheet: Sheet | null
  readonly does: (wish: Act) => void
  readonly onGrid: () => void
  readonly onRenew: () => void
  readonly onSave: () => void
}

/** Arrow presses closer together than this are one step back. */
const ONE_STROKE_MS = 800

export function useSheetKeys(given: Given): { readonly crosshair: Spot | null } {
  const [crosshair, setCrosshair] = useState<Spot | null>(null)
  const latest = useRef({ given, crosshair })
  latest.current = { given, crosshair }
  const stroke = useRef({ id: 0, at: 0 })
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const { given: now, crosshair: at } = latest.current
      const { sheet, view } = now
      if (!sheet || !view) return
      const pressed = pressedIn(event)
      const step = stepOf(pressed)
      if (step) {
        if (!(event.target instanceof Element) || event.target.closest('.cameras-list')) return
        event.preventDefault()
        const inside = ([x, y]: Spot): Spot => [
          Math.min(view.width, Math.max(0, x + step[0])),
          Math.min(view.height, Math.max(0, y + step[1])),
        ]
        const held = sheet.tool === 'select' ? spotOf(sheet, sheet.picked) : null
        if (!held) {
          setCrosshair(inside(at ?? [Math.round(view.width / 2), Math.round(view.height / 2)]))
          return
        }
        const pressedAt = nowByServer()
        stroke.current = {
          id: pressedAt - stroke.current.at < ONE_STROKE_MS ? stroke.current.id : pressedAt,
          at: pressedAt,
        }
        now.does({ do: 'move', to: inside(held), stroke: stroke.current.id })
        return
      }
      const means = sheetKeyMeans(pressed)
      if (means === null) return
      event.preventDefault()
      if (means === 'back') {
        if (event.target instanceof HTMLElement) event.target.blur()
        setCrosshair(null)
      }
      if (means === 'grid') now.onGrid()
      else if (means === 'renew') now.onRenew()
      else if (means === 'save') now.onSave()
      const wish = wishOf(means, sheet, at)
      if (wish) now.does(wish)
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [])
  return { crosshair }
}

function pressedIn(event: KeyboardEvent): Pressed {
  const { key, ctrlKey, metaKey, altKey, shiftKey, target } = event
  const element = target instanceof Element ? target : null
  return {
    key,
    ctrlKey,
    metaKey,
    altKey,
    shiftKey,
    inText: element?.closest('input, textarea, select') != null,
    onControl: element?.closest('button, a') != null,
  }
}

/** What a key asks of the sheet; null: nothing just now, or it is not the sheet that is asked. */
function wishOf(means: SheetKey, sheet: Sheet, at: Spot | null): Act | null {
  const { lines, picked } = sheet
  switch (means) {
    case 'select':
    case 'shoulder':
    case 'lane':
    case 'ignore':
    case 'ground':
      return { do: 'tool', tool: means }
    case 'set':
      if (!at) return null
      return sheet.tool === 'select' ? { do: 'pick', picked: nearest(sheet, at) } : { do: 'place', at }
    case 'finish':
      return { do: 'finish' }
    case 'delete':
      return { do: 'delete' }
    case 'direction': {
      const zone = picked?.what === 'zone' ? lines.zones[picked.zone] : undefined
      if (picked?.what !== 'zone' || zone?.kind !== 'lane') return null
      return { do: 'towards', zone: picked.zone, towards: alongside(zone), stroke: null }
    }
    case 'next':
    case 'previous': {
      const count = lines.zones.length
      if (count === 0) return null
      const from = picked?.what === 'zone' ? picked.zone : means === 'next' ? -1 : 0
      const zone = (from + (means === 'next' ? 1 : count - 1)) % count
      return { do: 'pick', picked: { what: 'zone', zone, corner: null } }
    }
    case 'corner': {
      const zone = picked?.what === 'zone' ? lines.zones[picked.zone] : undefined
      if (picked?.what !== 'zone' || !zone) return null
      const corner = ((picked.corner ?? -1) + 1) % zone.polygon.length
      return { do: 'pick', picked: { ...picked, corner } }
    }
    case 'grid':
    case 'renew':
    case 'save':
      return null
    case 'undo':
    case 'redo':
      return { do: means }
    case 'back':
      return { do: 'back' }
  }
  return never(means)
}

function spotOf({ lines }: Sheet, picked: Picked | null): Spot | null {
  if (picked?.what === 'point') return lines.ground[picked.point]?.pixel ?? null
  if (picked?.what !== 'zone' || picked.corner === null) return null
  return lines.zones[picked.zone]?.polygon[picked.corner] ?? null
}

/** The corner or ground point that lies nearest to the crosshair. */
function nearest({ lines }: Sheet, at: Spot): Picked | null {
  const all: { readonly picked: Picked; readonly spot: Spot }[] = [
    ...lines.zones.flatMap(({ polygon }, zone) =>
      polygon.map((spot, corner) => ({ picked: { what: 'zone', zone, corner } as const, spot })),
    ),
    ...lines.ground.map(({ pixel }, point) => ({ picked: { what: 'point', point } as const, spot: pixel })),
  ]
  const away = (spot: Spot): number => Math.hypot(spot[0] - at[0], spot[1] - at[1])
  return all.sort((a, b) => away(a.spot) - away(b.spot))[0]?.picked ?? null
}
