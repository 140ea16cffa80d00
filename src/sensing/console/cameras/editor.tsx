/** One camera: its frozen picture to draw on, the tools and keys, what is drawn as lists, saving, and the trial on what was recorded. */
import { type ReactNode, useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../../console/i18n/format.ts'
import { useText } from '../../../console/i18n/language.ts'
import { useRefusal } from '../../../console/i18n/refusal.ts'
import { useNow } from '../../../console/now.ts'
import { State } from '../../../console/parts/state.tsx'
import type { ModelLine } from '../../../journal/lane.ts'
import { groundGrid, surveyOf } from '../../ground.ts'
import { ModelNote } from '../model-note.tsx'
import { GroundPanel } from './ground-panel.tsx'
import { KeyHelp } from './key-help.tsx'
import { SHEET_KEYS, sheetKeyLabel } from './keys.ts'
import { SavePanel } from './save-panel.tsx'
import { drawingFrom, type Lines, TOOLS } from './sheet.ts'
import { type Boxed, Stage } from './stage.tsx'
import { TrialPanel } from './trial-panel.tsx'
import { useDrawing } from './use-drawing.ts'
import { useSheetKeys } from './use-sheet-keys.ts'
import { useStill } from './use-still.ts'
import { ZonesPanel } from './zones-panel.tsx'

/** The points that have both a pixel and metres, and for every point on the sheet its number among them. */
function surveyed(ground: Lines['ground']) {
  const points: { pixel: [number, number]; metres: [number, number] }[] = []
  const at = ground.map(({ pixel, metres }) => {
    if (metres === null) return null
    points.push({ pixel: [...pixel], metres: [...metres] })
    return points.length - 1
  })
  return { points, at }
}

export function Editor(props: {
  readonly camera: string
  readonly model: ModelLine | undefined
  readonly onSaved: () => void
}): ReactNode {
  const { camera } = props
  const { t } = useTranslation('cameras')
  const { t: shell } = useTranslation()
  const text = useText()
  const refusal = useRefusal()
  const drawing = useDrawing(camera, props.onSaved)
  const still = useStill(camera)
  const [gridOn, setGridOn] = useState(true)
  const [boxes, setBoxes] = useState<readonly Boxed[]>([])
  const { now, does } = drawing
  const here = now.state === 'here' ? now : null
  const view = here?.drawn.drawing.view ?? null
  const lines = here?.sheet.lines ?? null
  const { crosshair } = useSheetKeys({
    view,
    sheet: here?.sheet ?? null,
    does,
    onGrid: () => setGridOn(!gridOn),
    onRenew: still.renew,
    onSave: () => void drawing.save(),
  })
  const measured = useMemo(() => {
    const { points, at } = surveyed(lines?.ground ?? [])
    const survey = surveyOf(points)
    return {
      survey: survey.ok ? survey.value : null,
      points,
      misses: at.map((index) => (survey.ok && index !== null ? (survey.value.missesM[index] ?? null) : null)),
      numberOf: (index: number): number => at.indexOf(index) + 1,
    }
  }, [lines?.ground])
  const grid = useMemo(
    () => (gridOn && measured.survey ? groundGrid(measured.survey, measured.points) : []),
    [gridOn, measured],
  )

  if (now.state === 'refused')
    return (
      <State title={refusal(now.refusal)}>
        <button type="button" className="fm-button" onClick={() => void drawing.load()}>
          {shell('retry')}
        </button>
      </State>
    )
  if (!here || !view || !lines) return <State title={shell('loading')} />
  const { drawn, sheet } = here
  return (
    <div className="editor">
      <section className="editor-middle">
        <div className="editor-tools" role="toolbar" aria-label={text(drawn.camera.name)}>
          {TOOLS.map((tool) => (
            <button
              key={tool}
              type="button"
              className="fm-plain"
              aria-pressed={sheet.tool === tool}
              onClick={() => does({ do: 'tool', tool })}
            >
              {t(`tool.${tool}`)} <kbd>{sheetKeyLabel(SHEET_KEYS[tool][0] ?? '')}</kbd>
            </button>
          ))}
          <span className="editor-gap" />
          <button type="button" className="fm-plain" aria-pressed={gridOn} onClick={() => setGridOn(!gridOn)}>
            {t('ground.grid')} <kbd>M</kbd>
          </button>
          <button
            type="button"
            className="fm-plain"
            aria-disabled={sheet.past.length === 0}
            onClick={() => does({ do: 'undo' })}
          >
            {t('save.undo')} <kbd>Z</kbd>
          </button>
          <button
            type="button"
            className="fm-plain"
            aria-disabled={sheet.future.length === 0}
            onClick={() => does({ do: 'redo' })}
          >
            {t('save.redo')} <kbd>Y</kbd>
          </button>
        </div>
        <Stage
          label={t('still.stage', { camera: text(drawn.camera.name) })}
          view={view}
          picture={still.picture?.url ?? null}
          sheet={sheet}
          does={does}
          crosshair={crosshair}
          grid={grid}
          missesM={measured.misses}
          boxes={boxes}
        />
        <Frozen still={still} />
        {lines.outline ? (
          <p className="editor-outline" role="status">
            {t('zones.outline', { count: lines.outline.corners.length })}
          </p>
        ) : null}
        <TrialPanel
          camera={camera}
          drawing={() => drawingFrom(lines, view)}
          refusal={here.refusal === 'nothing-changed' ? null : here.refusal}
          onBoxes={setBoxes}
        />
      </section>
      <aside className="editor-side">
        <SavePanel now={here} drawing={drawing} />
        <Confirms model={props.model} />
        <ZonesPanel sheet={sheet} does={does} />
        <GroundPanel
          sheet={sheet}
          does={does}
          survey={measured.survey}
          whole={measured.points.length}
          missesM={measured.misses}
          numberOf={measured.numberOf}
        />
        <KeyHelp />
      </aside>
    </div>
  )
}

function Confirms(props: { readonly model: ModelLine | undefined }): ReactNode {
  const { t } = useTranslation('cameras')
  if (!props.model) return null
  return (
    <section className="panel">
      <h2>{t('confirms')}</h2>
      <p>
        <ModelNote model={props.model} />
      </p>
    </section>
  )
}

function Frozen(props: { readonly still: ReturnType<typeof useStill> }): ReactNode {
  const { now, picture, renew } = props.still
  const { t } = useTranslation('cameras')
  const format = useFormat()
  const refusal = useRefusal()
  const at = useNow(1_000)
  // An age in the page's own words, so that nobody takes a frozen picture for a live one.
  const says = picture ? t('still.frozen', { at: format.clock(picture.at), age: format.span(at - picture.at) }) : null
  useEffect(() => {
    if (now.state !== 'refused' || picture) return
    const again = setTimeout(renew, 4_000)
    return () => clearTimeout(again)
  }, [now, picture, renew])
  return (
    <p className="editor-frozen">
      <span className="fm-number">{says ?? t('still.loading')}</span>
      <button type="button" className="fm-plain" title={t('still.traced')} onClick={renew}>
        {t('still.renew')} <kbd>R</kbd>
      </button>
      {now.state === 'refused' ? <span role="alert">{refusal(now.refusal)}</span> : null}
    </p>
  )
}
