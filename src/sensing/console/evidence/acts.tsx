/** What may be done with evidence: hold it, let it go, ask for a copy; each with its reason, and what cannot be done says why. */
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Role } from '../../../access/roles.ts'
import { act, send } from '../../../console/api.ts'
import { useRefusal } from '../../../console/i18n/refusal.ts'
import { nowByServer } from '../../../console/now.ts'
import { usePerson } from '../../../console/session.ts'
import { id } from '../../../core/ids.ts'
import { decide, type Evidence, type EvidenceWish } from '../../evidence/evidence.ts'
import { type ExportForm, WHY_KINDS, type Why } from '../../evidence/export.ts'

type Asked = 'hold' | 'release' | ExportForm

/** Whom the policies let do it; the server decides. */
const MAY: Record<Asked, readonly Role[]> = {
  hold: ['supervisor'],
  release: ['supervisor'],
  masked: ['duty-officer', 'supervisor'],
  unmasked: ['duty-officer', 'supervisor'],
}
const FILE = /^[A-Za-z0-9][A-Za-z0-9./-]{0,39}$/

export function Acts(props: { readonly evidence: Evidence }): ReactNode {
  const { evidence } = props
  const { t } = useTranslation('evidence')
  const refusal = useRefusal()
  const me = usePerson()
  const [why, setWhy] = useState<Why>({ for: 'case', file: '' })
  const [sending, setSending] = useState(false)
  const [refused, setRefused] = useState<string | null>(null)
  const holds = evidence.state === 'held' ? 'release' : 'hold'

  const whyNot = (asked: Asked): string | null => {
    if (!MAY[asked].includes(me.role)) return 'not-allowed'
    const decided = decide(evidence, wishOf(asked, why, me.id))
    return decided.ok ? null : decided.refusal
  }
  const ask = async (asked: Asked): Promise<void> => {
    setSending(true)
    const path = `/api/evidence/${evidence.id}/${asked === 'hold' || asked === 'release' ? asked : 'exports'}`
    const body = asked === 'hold' || asked === 'release' ? { why } : { form: asked, why }
    const answer = await send(act(path, body))
    setSending(false)
    setRefused(answer.ok ? null : answer.refusal)
  }
  const button = (asked: Asked): ReactNode => {
    const cannot = whyNot(asked)
    const noFile = cannot === null && !FILE.test(why.file)
    return (
      <button
        type="button"
        className="fm-button"
        data-asks={asked}
        aria-disabled={cannot !== null || noFile || sending}
        onClick={() => {
          if (cannot === null && !noFile && !sending) void ask(asked)
        }}
      >
        <span>
          {t(asked)}
          {cannot !== null || noFile ? (
            <small className="acts-why">{cannot ? refusal(cannot) : t('fileNeeded')}</small>
          ) : null}
        </span>
      </button>
    )
  }
  return (
    <div className="evidence-acts">
      <div className="evidence-why">
        <label>
          {t('whyFor')}
          <select
            value={why.for}
            onChange={({ currentTarget: { value } }) => {
              const known = WHY_KINDS.find((kind) => kind === value)
              if (known) setWhy({ ...why, for: known })
            }}
          >
            {WHY_KINDS.map((kind) => (
              <option key={kind} value={kind}>
                {t(`why.${kind}`)}
              </option>
            ))}
          </select>
        </label>
        <label>
          {t('whyFile')}
          <input
            value={why.file}
            placeholder="2026-118"
            onChange={(event) => setWhy({ ...why, file: event.currentTarget.value.trim() })}
          />
        </label>
      </div>
      {button('masked')}
      {button('unmasked')}
      {button(holds)}
      {refused ? (
        <p role="alert" className="evidence-refused">
          {refusal(refused)}
        </p>
      ) : null}
    </div>
  )
}

function wishOf(asked: Asked, why: Why, by: ReturnType<typeof usePerson>['id']): EvidenceWish {
  const at = nowByServer()
  switch (asked) {
    case 'hold':
    case 'release':
      return { type: asked, at, by, why }
    case 'masked':
    case 'unmasked':
      // The server names the copy; any id stands for it here.
      return { type: 'ask-export', at, export: id<'export'>('to-be-named'), form: asked, by, why }
  }
}
