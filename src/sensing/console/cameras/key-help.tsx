/** The keys of the page, folded away until they are wanted. */
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { SHEET_KEYS, type SheetKey, sheetKeyLabel } from './keys.ts'

export function KeyHelp(): ReactNode {
  const { t } = useTranslation('cameras')
  return (
    <details className="panel">
      <summary>{t('keys.title')}</summary>
      <dl className="sheet-keys">
        <dt>
          <kbd>← ↑ ↓ →</kbd>
        </dt>
        <dd>{t('keys.arrows')}</dd>
        {/* Object.keys of a Record over a union gives that union's words. */}
        {(Object.keys(SHEET_KEYS) as SheetKey[]).map((act) => (
          <div key={act}>
            <dt>
              {SHEET_KEYS[act].map((key) => (
                <kbd key={key}>{sheetKeyLabel(key)} </kbd>
              ))}
            </dt>
            <dd>{t(`keys.what.${act}`)}</dd>
          </div>
        ))}
      </dl>
    </details>
  )
}
