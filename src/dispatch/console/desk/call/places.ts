/** Asks the centre where a typed place may be, a moment after the last key; what came for an older text is dropped. */
import { useEffect, useState } from 'react'
import { get } from '../../../../console/api.ts'
import type { Candidate, Found } from '../../../../roads/place-finder.ts'
import { readCoordinates } from '../../../../roads/place-said.ts'

export type PlacesNow =
  | { readonly state: 'idle' }
  | { readonly state: 'asking'; readonly text: string }
  | { readonly state: 'here'; readonly text: string; readonly found: Found; readonly refusal: string | null }

const AFTER_MS = 90

export async function askPlaces(text: string, signal?: AbortSignal): Promise<PlacesNow> {
  const answer = await get<Found>(`/api/places?q=${encodeURIComponent(text)}`, signal ? { signal } : {})
  if (answer.ok) return { state: 'here', text, found: answer.value, refusal: null }
  // Coordinates need nobody's network.
  const candidates = readCoordinates(text).map(({ position }): Candidate => {
    const label = `${position[0].toFixed(5)}, ${position[1].toFixed(5)}`
    return { kind: 'coordinates', place: { position, label: { zh: label, en: label } } }
  })
  return {
    state: 'here',
    text,
    found: { candidates, beyond: null },
    refusal: candidates.length > 0 ? null : answer.refusal,
  }
}

export function usePlaces(text: string): PlacesNow {
  const [now, setNow] = useState<PlacesNow>({ state: 'idle' })
  const asked = text.trim()
  useEffect(() => {
    if (asked === '') {
      setNow({ state: 'idle' })
      return
    }
    setNow({ state: 'asking', text: asked })
    const stopping = new AbortController()
    const soon = setTimeout(() => {
      void askPlaces(asked, stopping.signal).then((answer) => {
        if (!stopping.signal.aborted) setNow(answer)
      })
    }, AFTER_MS)
    return () => {
      clearTimeout(soon)
      stopping.abort()
    }
  }, [asked])
  return now
}
