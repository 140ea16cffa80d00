/** The list of keys that `?` shows. */
import { Modal } from 'antd'
import type { ReactNode } from 'react'
import { panel } from './desk-state.ts'
import { type DeskKey, KEYS, keyLabel } from './keys.ts'
import { useDesk } from './words.ts'

export default function KeyList(): ReactNode {
  const t = useDesk()
  return (
    <Modal open title={t('keys.title')} footer={null} onCancel={() => panel.set('none')} width={520}>
      <dl className="key-list">
        {/* Object.keys of a Record over a union gives that union's words. */}
        {(Object.keys(KEYS) as DeskKey[]).map((act) => (
          <div key={act}>
            <dt>
              {KEYS[act].map((key) => (
                <kbd key={key}>{keyLabel(key)}</kbd>
              ))}
            </dt>
            <dd>{t(`keys.what.${act}`)}</dd>
          </div>
        ))}
      </dl>
      <p className="side-note">{t('keys.more')}</p>
    </Modal>
  )
}
