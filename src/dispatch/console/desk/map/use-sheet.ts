/** The sheet above the map, for as long as the map stands, in the ink of the theme. */
import type { Map as MapView } from 'maplibre-gl'
import { useEffect, useState } from 'react'
import type { Theme } from '../../../../console/theme.ts'
import { Sheet } from './sheet.ts'
import { INK } from './style.ts'

export function useSheet(view: MapView | null, worn: Theme): Sheet | null {
  const [sheet, setSheet] = useState<Sheet | null>(null)
  useEffect(() => {
    if (!view) return
    const opened = new Sheet(view)
    setSheet(opened)
    return () => {
      setSheet(null)
      opened.close()
    }
  }, [view])
  useEffect(() => sheet?.dress(INK[worn]), [sheet, worn])
  return sheet
}
