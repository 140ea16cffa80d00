/** The small map, loaded after the words that matter more; where it cannot be drawn, the given words stand in its place. */
import { type ComponentProps, lazy, type ReactNode, Suspense } from 'react'
import { Kept } from './kept.tsx'

export const loadMap = () => import('./place-map.tsx')
const PlaceMap = lazy(loadMap)

export function LazyMap(props: ComponentProps<typeof PlaceMap> & { readonly instead: ReactNode }): ReactNode {
  const { instead, ...map } = props
  return (
    <Kept instead={instead}>
      <Suspense fallback={null}>
        <PlaceMap {...map} />
      </Suspense>
    </Kept>
  )
}
