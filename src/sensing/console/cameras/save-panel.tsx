/** Saving: which version is in force and by whom, why it cannot be saved, and what to do when somebody else drew meanwhile. */
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../../console/i18n/format.ts'
import { useText } from '../../../console/i18n/language.ts'
import { useRefusal } from '../../../console/i18n/refusal.ts'
import { usePeople } from '../../../console/people.ts'
import type { DrawingNow, useDrawing } from './use-drawing.ts'

export function SavePanel(props: {
  readonly now: Extract<DrawingNow, { state: 'here' }>
  readonly drawing: Pick<ReturnType<typeof useDrawing>, 'save' | 'takeTheirs' | 'keepMine' | 'discard'>
}): ReactNode {
  const { now, drawing } = props
  const { t } = useTranslation('cameras')
  const format = useFormat()
  const text = useText()
  const refusal = useRefusal()
  const people = usePeople()
  const { drawn, saying, changed } = now
  const nameOf = (id: string): string => {
    const name = people.get(id)
    return name ? text(name) : id
  }
  const [newest, ...older] = drawn.versions
  const cannot = now.refusal !== null
  return (
    <section className="panel">
      <h2>
        {newest
          ? t('save.version', { version: newest.version, who: nameOf(newest.by), at: format.date(newest.at) })
          : t('save.configured')}
      </h2>
      <button
        type="button"
        className={cannot ? 'fm-button' : 'fm-button is-first'}
        aria-disabled={cannot || saying?.word === 'saving'}
        aria-keyshortcuts="Control+S"
        onClick={() => {
          if (!cannot) void drawing.save()
        }}
      >
        <span>
          {saying?.word === 'saving' ? t('save.saving') : t('save.save', { version: drawn.version + 1 })}
          {now.refusal ? <small className="acts-why">{refusal(now.refusal)}</small> : null}
        </span>
        <kbd>Ctrl+S</kbd>
      </button>
      <div className="save-said" role="status">
        {saying?.word === 'saved' && !changed ? t('save.saved', { version: saying.version }) : null}
        {saying?.word === 'refused' ? <p role="alert">{refusal(saying.refusal)}</p> : null}
        {saying?.word === 'conflict' ? (
          <div role="alert">
            <p>
              {t('save.conflict', {
                version: saying.theirs.version,
                who: nameOf(saying.theirs.versions[0]?.by ?? ''),
              })}
            </p>
            <button type="button" className="fm-button" onClick={() => drawing.takeTheirs(saying.theirs)}>
              {t('save.theirs')}
            </button>
            <button type="button" className="fm-button" onClick={() => drawing.keepMine(saying.theirs)}>
              {t('save.mine')}
            </button>
          </div>
        ) : null}
        {changed && saying?.word !== 'conflict' ? (
          <p>
            {t(saying?.word === 'back' ? 'save.back' : 'save.kept')}{' '}
            <button type="button" className="fm-plain" onClick={drawing.discard}>
              {t('save.discard')}
            </button>
          </p>
        ) : null}
      </div>
      {older.length > 0 ? (
        <ol className="versions">
          {older.map(({ version, by, at }) => (
            <li key={version}>{t('save.version', { version, who: nameOf(by), at: format.date(at) })}</li>
          ))}
        </ol>
      ) : null}
    </section>
  )
}
