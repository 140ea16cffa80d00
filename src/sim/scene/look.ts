/** How a simulated vehicle looks: its kind, its measures and its colour, told by two numbers of chance. */
import { type Ink, ink } from './picture.ts'

export const VEHICLE_KINDS = ['car', 'suv', 'van', 'bus', 'lorry'] as const
export type VehicleKind = (typeof VEHICLE_KINDS)[number]

export type Look = {
  readonly kind: VehicleKind
  readonly wideM: number
  readonly longM: number
  readonly tallM: number
  /** Height of the bonnet and boot; the cabin stands on it. Equal to `tallM` for boxes. */
  readonly deckM: number
  readonly paint: Ink
  /** The load's side of a lorry, the stripe of a bus. */
  readonly second: Ink
  /** Lamps flashing on the roof of a service vehicle. */
  readonly beacon?: 'blue-red' | 'amber'
}

const SIZES: Readonly<Record<VehicleKind, readonly [wide: number, long: number, tall: number, deck: number]>> = {
  car: [1.82, 4.6, 1.46, 0.92],
  suv: [1.9, 4.75, 1.72, 1.08],
  van: [1.98, 5.3, 2.15, 2.15],
  bus: [2.52, 11.4, 3.35, 3.35],
  lorry: [2.5, 10.5, 3.75, 3.75],
}

const PAINTS: readonly Ink[] = [
  ink(206, 208, 208),
  ink(188, 190, 190),
  ink(142, 146, 150),
  ink(58, 60, 64),
  ink(38, 40, 44),
  ink(44, 58, 88),
  ink(122, 38, 36),
  ink(120, 104, 86),
  ink(214, 214, 210),
  ink(70, 84, 90),
]
const LOADS: readonly Ink[] = [
  ink(150, 152, 150),
  ink(88, 104, 132),
  ink(136, 92, 76),
  ink(176, 178, 174),
  ink(82, 104, 88),
]

/** `kindDice` and `paintDice` in [0, 1); `heavy` is the share of vans, buses and lorries. */
export function lookOf(kindDice: number, paintDice: number, heavy: number): Look {
  const rest = (kindDice - heavy) / (1 - heavy)
  const inHeavy = kindDice / heavy
  const kind: VehicleKind =
    kindDice < heavy ? (inHeavy < 0.38 ? 'van' : inHeavy < 0.52 ? 'bus' : 'lorry') : rest < 0.62 ? 'car' : 'suv'
  const [wideM, longM, tallM, deckM] = SIZES[kind]
  const paint = PAINTS[Math.floor(paintDice * PAINTS.length)] ?? ink(188, 190, 190)
  const second = LOADS[Math.floor(((paintDice * 7) % 1) * LOADS.length)] ?? paint
  return { kind, wideM, longM: longM * (0.96 + 0.1 * ((paintDice * 13) % 1)), tallM, deckM, paint, second }
}

/** The family's car of the story: light, so that it stands out in a dim picture. */
export function standingCar(paintDice: number): Look {
  return lookOf(paintDice < 0.5 ? 0.9 : 0.1, [0.02, 0.12, 0.62, 0.82][Math.floor(paintDice * 4)] ?? 0.02, 0.0001)
}
