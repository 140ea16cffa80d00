/** The demo people as cards, by role: one click signs in. */
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { act, send } from '../../console/api.ts'
import { useText } from '../../console/i18n/language.ts'
import { useRefusal } from '../../console/i18n/refusal.ts'
import type { DemoPerson } from '../../console/people.ts'
import { askWhoIsHere } from '../../console/session.ts'
import { ROLES } from '../roles.ts'
import type { signInEn } from './words.ts'

/** The agencies of the simulated city that have a person at their desk. */
type DeskOf = keyof typeof signInEn.demo.of
const DESKS: readonly DeskOf[] = ['traffic-police', 'road-rescue', 'ambulance-120', 'road-operator']

export function DemoPeople(props: { readonly people: readonly DemoPerson[] }): ReactNode {
  const { t } = useTranslation('signIn')
  const { t: shell } = useTranslation()
  const text = useText()
  const refusal = useRefusal()
  const [coming, setComing] = useState<string | null>(null)
  const [refused, setRefused] = useState<string | null>(null)
  const place = ({ role, agency }: DemoPerson): string => {
    const desk = role === 'agency-user' ? DESKS.find((one) => one === agency) : undefined
    return desk ? t(`demo.of.${desk}`) : shell(`role.${role}`)
  }
  const people = props.people.toSorted((a, b) => ROLES.indexOf(a.role) - ROLES.indexOf(b.role))
  const enter = async (person: DemoPerson): Promise<void> => {
    setComing(person.id)
    setRefused(null)
    const answer = await send(act('/api/demo/sign-in', { person: person.id }))
    if (answer.ok) await askWhoIsHere()
    else setRefused(refusal(answer.refusal))
    setComing(null)
  }
  return (
    <>
      <h2>{t('demo.title')}</h2>
      {refused ? (
        <p className="sign-in-refused" role="alert">
          {refused}
        </p>
      ) : null}
      <ul className="sign-in-people">
        {people.map((person) => (
          <li key={person.id}>
            <button
              type="button"
              className={person.role === 'duty-officer' ? 'is-first' : ''}
              disabled={coming !== null}
              onClick={() => void enter(person)}
            >
              <strong>{text(person.name)}</strong>
              <span>{coming === person.id ? t('signingIn') : place(person)}</span>
              <small>{t(`does.${person.role}`)}</small>
            </button>
          </li>
        ))}
      </ul>
      <p className="sign-in-note">
        <em>{shell('simulated')}</em> {t('demo.note')} {t('demo.several')}
      </p>
    </>
  )
}
