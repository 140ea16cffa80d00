/** Unfit pictures: each way in which a camera fails, made on the real clips, and weather and light that must not be taken for it. */

import { type Dice, diceFrom } from '../../../src/core/dice.ts'
import { frameOver, type Size, scalePlane } from '../../../src/sensing/detector/frame.ts'
import type { UnfitCause } from '../../../src/sensing/facts.ts'
import { percentile, type Row } from '../../result.ts'
import { type ClipName, cameraFor, footage } from '../clips.ts'
import { type CorpusSet, SEEDS } from '../corpus-set.ts'
import { percent, wilson } from '../score.ts'
import { type Act, warningsOf } from '../show.ts'
import { WEATHERS, type Weather } from '../weather.ts'

const CLIPS = ['motorway', 'highway', 'street'] as const satisfies readonly ClipName[]
const SECONDS = 45
const LATEST_S = 20

/** What is done to the pictures from an instant on, and what may be said of it; nothing may be where there are no causes. */
type Trouble = {
  readonly causes: readonly UnfitCause[]
  act(dice: Dice, from: number): Act
  readonly weather?: Weather
}

const nothing = (): Act => () => {}

const TROUBLES = {
  frozen: {
    causes: ['frozen'],
    act: (_, from) => {
      let kept: Uint8Array | null = null
      return (bytes, _size, seconds) => {
        if (seconds < from) return
        kept ??= new Uint8Array(bytes)
        bytes.set(kept)
      }
    },
  },
  black: {
    causes: ['dark'],
    act: (dice, from) => (bytes, size, seconds) => {
      if (seconds < from) return
      lumaOf(bytes, size, () => 16 + 3 * dice.next())
    },
  },
  covered: {
    causes: ['blank'],
    act: (dice, from) => {
      const shade = dice.between(45, 190)
      return (bytes, size, seconds) => {
        if (seconds >= from) lumaOf(bytes, size, () => shade + 3 * dice.next())
      }
    },
  },
  'dense fog': {
    causes: ['blank', 'blurred'],
    act: (dice, from) => {
      const rises = dice.between(2, 8)
      const shade = dice.between(150, 190)
      const thick = dice.between(0.9, 0.97)
      return (bytes, size, seconds) => {
        const share = thick * Math.min(1, Math.max(0, (seconds - from) / rises))
        lumaOf(bytes, size, (value) => value + share * (shade - value) + dice.next() - 0.5)
      }
    },
  },
  'spray on the glass': {
    causes: ['blurred', 'blank'],
    act: (dice, from) => {
      const strong = dice.between(5, 8)
      return (bytes, size, seconds) => {
        if (seconds < from) return
        defocus(bytes, size, strong)
        lumaOf(bytes, size, (value) => value + 0.35 * (170 - value) + 3 * (dice.next() - 0.5))
      }
    },
  },
  defocused: {
    causes: ['blurred'],
    act: (dice, from) => {
      const strong = dice.between(4.5, 9)
      return (bytes, size, seconds) => {
        if (seconds < from) return
        defocus(bytes, size, strong)
        lumaOf(bytes, size, (value) => value + 3 * (dice.next() - 0.5))
      }
    },
  },
  turned: {
    causes: ['moved'],
    act: (dice, from) => {
      const dx = (dice.chance(0.5) ? 1 : -1) * dice.between(0.12, 0.35)
      const dy = dice.between(-0.12, 0.12)
      return (bytes, size, seconds) => {
        if (seconds >= from) look(bytes, size, dx * size.width, dy * size.height, 1)
      }
    },
  },
  zoomed: {
    causes: ['moved'],
    act: (dice, from) => {
      const zoom = dice.between(1.3, 2)
      return (bytes, size, seconds) => {
        if (seconds >= from) look(bytes, size, 0, 0, zoom)
      }
    },
  },
  'swing of the light': { causes: [], act: nothing, weather: { swing: 0.35, swingSeconds: 30 } },
  'cloud passing quickly': {
    causes: [],
    act: (dice, from) => {
      const deep = dice.between(0.25, 0.45)
      return (bytes, size, seconds) => {
        const share = deep * Math.min(1, Math.max(0, (seconds - from) / 1.5))
        lumaOf(bytes, size, (value) => 16 + (value - 16) * (1 - share))
      }
    },
  },
  'light haze': {
    causes: [],
    act: (_, from) => (bytes, size, seconds) => {
      const share = 0.35 * Math.min(1, Math.max(0, (seconds - from) / 5))
      lumaOf(bytes, size, (value) => value + share * (165 - value))
    },
  },
  noise: { causes: [], act: nothing, weather: WEATHERS.noise },
  shake: { causes: [], act: nothing, weather: WEATHERS.shake },
  sway: { causes: [], act: nothing, weather: WEATHERS.sway },
  dusk: { causes: [], act: nothing, weather: WEATHERS.dusk },
  rain: { causes: [], act: nothing, weather: WEATHERS['rain and swing'] },
} as const satisfies Record<string, Trouble>
type TroubleName = keyof typeof TROUBLES
const NAMES = Object.keys(TROUBLES) as readonly TroubleName[]

type Seen = {
  readonly clip: ClipName
  readonly trouble: TroubleName
  /** From the trouble's beginning; null: nothing was said. */
  readonly waitS: number | null
  readonly reason: string | null
  /** Said as it should be, or silent where it should be. */
  readonly right: boolean
  readonly others: readonly string[]
}

const SAID: Readonly<Record<UnfitCause, RegExp>> = {
  dark: /too dark/,
  blank: /shows nothing/,
  frozen: /stands still/,
  moved: /looks elsewhere/,
  blurred: /blurred/,
}

export const unfit: CorpusSet<Seen> = {
  name: 'unfit',
  count: NAMES.length * CLIPS.length * 3,
  async play(index, seed) {
    const dice = diceFrom(SEEDS[seed], `unfit ${index}`)
    const trouble = NAMES[index % NAMES.length] ?? 'frozen'
    const clip = CLIPS[Math.floor(index / NAMES.length) % CLIPS.length] ?? 'motorway'
    const { causes, act, weather }: Trouble = TROUBLES[trouble]
    const from = await footage(clip, 5)
    const startS = dice.between(8, 16)
    const script = { footage: from, seconds: SECONDS, from: dice.below(from.pictures.length), act: act(dice, startS) }
    const said = await warningsOf(
      { ...script, ...(weather ? { weather } : {}), seed: dice.below(1e9) },
      cameraFor(clip),
    )
    const first = said.find((each) => each.type === 'camera-unfit')
    const waitS = first ? first.mediaSeconds - startS : null
    const isNamed = first !== undefined && causes.some((cause) => SAID[cause].test(first.reason.en))
    const right = causes.length === 0 ? waitS === null : isNamed && waitS !== null && waitS >= 0 && waitS <= LATEST_S
    const others = said.filter((each) => each.type !== 'camera-unfit' && each.type !== 'pedestrian')
    return {
      ...{ clip, trouble, waitS, reason: first?.reason.en ?? null, right },
      others: others.map((each) => `${each.type} at ${each.mediaSeconds} s, ${each.box.join(' ')}`),
    }
  },
  rows(outcomes) {
    const right = outcomes.filter((each) => each.right).length
    const [low] = wilson(right, outcomes.length)
    const isFit = (each: Seen): boolean => TROUBLES[each.trouble].causes.length === 0
    const waits = outcomes.flatMap((each) => (each.right && each.waitS !== null ? [each.waitS] : []))
    return [
      {
        what: `injected: unfit cameras told, with their cause, from weather and light (${outcomes.length} stretches)`,
        value: percent(right, outcomes.length),
        unit: '%',
        must: { at: 'least', bound: 95 },
      },
      { what: 'injected: the same, lower bound (Wilson, 95 %)', value: 100 * low, unit: '%' },
      {
        what: `injected: weather and light taken for an unfit camera (${outcomes.filter(isFit).length})`,
        value: outcomes.filter((each) => isFit(each) && !each.right).length,
        unit: 'stretches',
        must: { at: 'exactly', bound: 0 },
      },
      ...NAMES.map((name): Row => {
        const list = outcomes.filter((each) => each.trouble === name)
        const value = percent(list.filter((each) => each.right).length, list.length)
        return { what: `injected: ${name} (${list.length})`, value, unit: '% right' }
      }),
      { what: 'injected: unfit → said, median', value: percentile(waits, 0.5), unit: 's' },
      { what: 'injected: the same, p95', value: percentile(waits, 0.95), unit: 's' },
    ]
  },
}

function lumaOf(bytes: Uint8Array, { width, height }: Size, of: (value: number) => number): void {
  for (let at = 0; at < width * height; at += 1) bytes[at] = Math.max(16, Math.min(235, of(bytes[at] ?? 16) + 0.5))
}

/** Down to a small picture and back up: what a lens out of focus leaves, near enough; `strong` in pixels of 320×240. */
function defocus(bytes: Uint8Array, size: Size, strong: number): void {
  const luma = bytes.subarray(0, size.width * size.height)
  const reach = Math.round((strong * size.width) / 320)
  // Three box blurs one after another come close to a bell.
  for (let pass = 0; pass < 3; pass += 1) {
    box(luma, size.width, 1, size.height, size.width, Math.ceil(reach / 1.7))
    box(luma, size.height, size.width, size.width, 1, Math.ceil(reach / 1.7))
  }
}

function box(luma: Uint8Array, length: number, step: number, lines: number, nextLine: number, reach: number): void {
  const line = new Uint8Array(length)
  const clamped = (index: number): number => line[Math.max(0, Math.min(length - 1, index))] ?? 0
  for (let each = 0; each < lines; each += 1) {
    for (let index = 0; index < length; index += 1) line[index] = luma[each * nextLine + index * step] ?? 0
    let sum = 0
    for (let index = -reach; index <= reach; index += 1) sum += clamped(index)
    for (let index = 0; index < length; index += 1) {
      luma[each * nextLine + index * step] = sum / (2 * reach + 1) + 0.5
      sum += clamped(index + reach + 1) - clamped(index - reach)
    }
  }
}

/** The camera looks aside by (dx, dy), or closer; what was never in the picture is the edge repeated. */
function look(bytes: Uint8Array, size: Size, dx: number, dy: number, zoom: number): void {
  const { width, height } = size
  const { y: luma } = frameOver(bytes, size, 0)
  if (zoom !== 1) {
    const part = { width: Math.round(width / zoom), height: Math.round(height / zoom) }
    const small = new Uint8Array(part.width * part.height)
    const left = (width - part.width) >> 1
    const top = (height - part.height) >> 1
    for (let y = 0; y < part.height; y += 1)
      small.set(luma.subarray((top + y) * width + left, (top + y) * width + left + part.width), y * part.width)
    scalePlane(small, part, luma, size)
    return
  }
  const before = new Uint8Array(luma)
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const fromX = Math.max(0, Math.min(width - 1, Math.round(x + dx)))
      const fromY = Math.max(0, Math.min(height - 1, Math.round(y + dy)))
      luma[y * width + x] = before[fromY * width + fromX] ?? 16
    }
}
