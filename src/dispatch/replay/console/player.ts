/** The player: a stretch of the past in memory, an instant in it, and the desk's own cells filled with what was known then. */

import { type Sight, sightKey } from '../../../access/sight.ts'
import { get } from '../../../console/api.ts'
import { cell } from '../../../console/cell.ts'
import { board, type Fix, fixes } from '../../../console/live.ts'
import { shownInstant } from '../../../console/now.ts'
import { reference } from '../../../console/reference.ts'
import { go, routeNow } from '../../../console/route.ts'
import { viewHash } from '../../../console/view-hash.ts'
import type { Result } from '../../../core/result.ts'
import { MINUTE, SECOND } from '../../../core/time.ts'
import type { Trail, UnitFix } from '../../../vehicles/facts.ts'
import type { Speed } from '../keys.ts'
import { viewOf } from '../view.ts'
import {
  begun,
  type Compared,
  comparedAt,
  hadAt,
  nextAt,
  type ReplayAnswer,
  type Stand,
  type Stretch,
  stoodAt,
  stretchOf,
  type TrailsAnswer,
} from '../window.ts'

/** How much of the past is read at once: what comes is read again when the end is near. */
const BEFORE_MS = 10 * MINUTE
const BEHIND_MS = 20 * MINUTE
const TRAIL_STEP_MS = 2 * SECOND
const TICK_MS = 250

export type Loaded =
  | { readonly state: 'loading' }
  | { readonly state: 'failed'; readonly refusal: string }
  | { readonly state: 'here'; readonly stretch: Stretch; readonly stand: Stand }

export const loaded = cell<Loaded>({ state: 'loading' })
export const instant = cell(0)
export const playing = cell(false)
export const speed = cell<Speed>(1)
/** null: being compared, or nothing was said. */
export const compared = cell<Compared | 'comparing' | null>(null)

let trails: readonly Trail[] = []
let wanted: { readonly sight: Sight; readonly file: string } = { sight: { scope: 'all' }, file: '' }
let reading = 0

/** Opens the replay of one console at an instant; `file` is an auditor's file number. */
export function openAt(sight: Sight, at: number, file: string): void {
  wanted = { sight, file }
  loaded.set({ state: 'loading' })
  void read(at)
}

/** Moves to an instant, reading what is not in memory. */
export function seek(at: number): void {
  const now = loaded.get()
  const to = Math.min(at, Date.now())
  if (now.state === 'here' && to >= now.stretch.from && to <= now.stretch.to) show(now.stretch, now.stand, to)
  else void read(to)
}

export function step(way: 1 | -1): void {
  const now = loaded.get()
  if (now.state !== 'here') return
  const to = nextAt(now.stretch, instant.get(), way)
  // Nothing more in this stretch: go on at its edge, where the next one is read.
  seek(to ?? (way === 1 ? now.stretch.to + 1 : now.stretch.from - 1))
}

async function read(at: number): Promise<void> {
  const turn = ++reading
  const { sight, file } = wanted
  const [from, to] = [at - BEFORE_MS, Math.min(Date.now(), at + BEHIND_MS)]
  const options = file ? { purpose: `audit/${file}` } : {}
  const about = `from=${from}&to=${to}&as=${encodeURIComponent(sightKey(sight))}`
  const moved = get<TrailsAnswer>(`/api/replay/trails?${about}&everyMs=${TRAIL_STEP_MS}`, options)
  const pages: ReplayAnswer[] = []
  for (let next: number | null = 0; next !== null; ) {
    const more: string = next === 0 ? '' : `&after=${next}`
    const answer: Result<ReplayAnswer> = await get<ReplayAnswer>(`/api/replay?${about}${more}`, options)
    if (turn !== reading) return
    if (!answer.ok) return loaded.set({ state: 'failed', refusal: answer.refusal })
    pages.push(answer.value)
    next = answer.value.next
  }
  const answer = await moved
  if (turn !== reading) return
  trails = answer.ok ? answer.value.trails : []
  const stretch = stretchOf(sight, from, to, pages)
  show(stretch, begun(stretch), at)
}

function show(stretch: Stretch, before: Stand, at: number): void {
  const stand = stoodAt(stretch, before, hadAt(stretch, at))
  instant.set(at)
  shownInstant.set(at)
  board.set({ state: 'here', board: viewOf(stand.board, stretch.sight, at) })
  fixes.set(fixesAt(at))
  loaded.set({ state: 'here', stretch, stand })
  compare(stretch, at)
  if (!playing.get()) remember(at)
}

/** The instant stands in the URL while it stands still, so that a view is a link. */
function remember(at: number): void {
  const { path, query } = routeNow()
  if (path !== '/replay') return
  const next = new URLSearchParams([...query])
  next.set('at', String(Math.round(at)))
  go(`${path}?${next}`, 'replace')
}

let comparedFor: { readonly stretch: Stretch; readonly seq: number; readonly at: number } | null = null
/** Folding to what was said takes a moment; the picture does not wait for it. */
function compare(stretch: Stretch, at: number): void {
  const said = stretch.said.findLast((one) => one.at <= at)
  if (!said) {
    comparedFor = null
    compared.set(null)
    return
  }
  if (comparedFor?.stretch === stretch && comparedFor.seq === said.seq && comparedFor.at === said.at) return
  comparedFor = { stretch, seq: said.seq, at: said.at }
  compared.set('comparing')
  const mine = comparedFor
  setTimeout(() => {
    if (comparedFor === mine) compared.set(comparedAt(stretch, said.at, viewHash))
  }, 0)
}

function fixesAt(at: number): ReadonlyMap<number, Fix> {
  const known = reference.get().unit
  return new Map(
    trails.flatMap(({ unit, fixes: all }): readonly (readonly [number, Fix])[] => {
      const fix = lastUntil(all, at)
      const index = known.get(unit)?.index
      return fix && index !== undefined ? [[index, { ...fix, fixAt: fix.at }]] : []
    }),
  )
}

function lastUntil(all: readonly UnitFix[], at: number): UnitFix | null {
  let [low, high] = [0, all.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((all[middle]?.at ?? 0) <= at) low = middle + 1
    else high = middle
  }
  return all[low - 1] ?? null
}

/** Plays until stopped; the way to stop is answered. */
export function run(): () => void {
  let last = performance.now()
  const tick = setInterval(() => {
    const now = performance.now()
    const passed = now - last
    last = now
    if (!playing.get() || loaded.get().state !== 'here') return
    const to = instant.get() + passed * speed.get()
    // The present is the end of the past.
    if (to >= Date.now()) {
      playing.set(false)
      return
    }
    seek(to)
  }, TICK_MS)
  // Units are known by the reference, which may come later than they do.
  const forget = reference.subscribe(() => {
    if (loaded.get().state === 'here') fixes.set(fixesAt(instant.get()))
  })
  return () => {
    clearInterval(tick)
    forget()
    shownInstant.set(null)
  }
}

export function setPlaying(on: boolean): void {
  playing.set(on)
  if (!on) remember(instant.get())
}
