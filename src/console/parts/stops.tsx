/** Stops a fault of one part from taking the rest of the page with it, and says how to go on. */
import { Component, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { State } from './state.tsx'

// React offers catching errors to classes only.
export class Stops extends Component<{ readonly children: ReactNode }, { readonly stopped: boolean }> {
  override state = { stopped: false }

  static getDerivedStateFromError(): { readonly stopped: boolean } {
    return { stopped: true }
  }

  override render(): ReactNode {
    return this.state.stopped ? <Stopped /> : this.props.children
  }
}

function Stopped(): ReactNode {
  const { t } = useTranslation()
  return (
    <State title={t('page.broken')} what={t('page.brokenAct')}>
      <button type="button" className="fm-button" onClick={() => location.reload()}>
        {t('page.reload')}
      </button>
    </State>
  )
}
