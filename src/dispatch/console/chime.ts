/** Short tones and, on a phone, a tremble: rising while an order waits for a signature, falling when one is taken back or put right; made here, so that no sound file is needed. */
import { useEffect } from 'react'

let context: AudioContext | null = null

/** Browsers let a page sound only after a person has touched it; the first touch opens the way. */
function audio(): AudioContext | null {
  try {
    context ??= new AudioContext()
    if (context.state === 'suspended') void context.resume()
    return context
  } catch {
    return null
  }
}

/** Hertz one after the other; ms of trembling and stillness in turn. */
export type Tune = { readonly hertz: readonly number[]; readonly trembles: readonly number[] }

const WAITS: Tune = { hertz: [660, 880], trembles: [200, 120, 200] }
export const CHANGED: Tune = { hertz: [880, 660, 440], trembles: [600, 150, 600] }

export function chime({ hertz: tones, trembles }: Tune = WAITS): void {
  navigator.vibrate?.([...trembles])
  const out = audio()
  if (out?.state !== 'running') return
  for (const [index, hertz] of tones.entries()) {
    const from = out.currentTime + index * 0.22
    const tone = out.createOscillator()
    const loudness = out.createGain()
    tone.frequency.value = hertz
    loudness.gain.setValueAtTime(0, from)
    loudness.gain.linearRampToValueAtTime(0.25, from + 0.02)
    loudness.gain.linearRampToValueAtTime(0, from + 0.2)
    tone.connect(loudness).connect(out.destination)
    tone.start(from)
    tone.stop(from + 0.21)
  }
}

const EVERY_MS = 4_000

/** Sounds at once and again while `waiting` is above zero and `on`. */
export function useChime(waiting: number, on: boolean, tune: Tune = WAITS): void {
  const ringing = on && waiting > 0
  useEffect(() => {
    if (!on) return
    const unlock = (): void => void audio()
    addEventListener('pointerdown', unlock, { once: true })
    return () => removeEventListener('pointerdown', unlock)
  }, [on])
  // biome-ignore lint/correctness/useExhaustiveDependencies: one more order sounds at once, not at the next turn
  useEffect(() => {
    if (!ringing) return
    const sound = (): void => chime(tune)
    sound()
    const turn = setInterval(sound, EVERY_MS)
    return () => clearInterval(turn)
  }, [ringing, waiting, tune])
}
