/** The instant now by the server's clock, for screens: this computer's clock is corrected by what the server says. */
import { useEffect, useState } from 'react'
import { cell } from './cell.ts'

/** How far this computer's clock is behind the server's, ms; the largest of the latest tellings, because a line only ever delays them. */
export const clockOffset = cell(0)
const TELLINGS = 12
let latest: readonly number[] = []

/** Takes in what the server said its clock shows. */
export function keepClock(serverAt: number): void {
  latest = [...latest, serverAt - Date.now()].slice(-TELLINGS)
  clockOffset.set(Math.max(...latest))
}

export const nowByServer = (): number => Date.now() + clockOffset.get()

/** Redraws every `everyMs`; keep the parts that use it small. */
export function useNow(everyMs = 1_000): number {
  const [now, setNow] = useState(nowByServer)
  useEffect(() => {
    const tick = setInterval(() => setNow(nowByServer()), everyMs)
    return () => clearInterval(tick)
  }, [everyMs])
  return now
}
