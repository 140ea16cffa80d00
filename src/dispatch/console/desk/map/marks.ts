/** Incidents and warnings on the map as elements of the page: a red ring that pulses while somebody here must act, a diamond for a warning. */
import { type Map as MapView, Marker } from 'maplibre-gl'
import type { Position } from '../../../../core/geo.ts'

export type Mark = {
  readonly key: string
  readonly position: Position
  readonly shape: 'incident' | 'warning'
  readonly tone: 'life' | 'clock' | 'calm'
  readonly selected: boolean
  readonly label: string
}

type Drawn = { readonly marker: Marker; readonly element: HTMLButtonElement }

/** Keeps the page's elements in step with the marks; elements stay while their key does. */
export class Marks {
  readonly #drawn = new Map<string, Drawn>()
  readonly #map: MapView
  readonly #chosen: (key: string) => void

  constructor(map: MapView, chosen: (key: string) => void) {
    this.#map = map
    this.#chosen = chosen
  }

  show(marks: readonly Mark[]): void {
    const wanted = new Set(marks.map((mark) => mark.key))
    for (const [key, { marker }] of this.#drawn) {
      if (wanted.has(key)) continue
      marker.remove()
      this.#drawn.delete(key)
    }
    for (const mark of marks) {
      const { marker, element } = this.#drawn.get(mark.key) ?? this.#make(mark)
      marker.setLngLat([...mark.position])
      element.className = `map-mark is-${mark.shape} is-${mark.tone}${mark.selected ? ' is-selected' : ''}`
      element.setAttribute('aria-label', mark.label)
      element.title = mark.label
    }
  }

  #make(mark: Mark): Drawn {
    const holder = document.createElement('div')
    const element = document.createElement('button')
    element.type = 'button'
    element.tabIndex = -1 // the queue is the way in for the keyboard
    element.addEventListener('click', (event) => {
      event.stopPropagation()
      this.#chosen(mark.key)
    })
    holder.append(element)
    const marker = new Marker({ element: holder }).setLngLat([...mark.position]).addTo(this.#map)
    const drawn = { marker, element }
    this.#drawn.set(mark.key, drawn)
    return drawn
  }
}
