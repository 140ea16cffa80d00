/** What marks an exercise on every screen: the band across a desk that practises, and the mark on everything that is practised. */
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { exercising, useExercising } from './exercise.ts'
import './exercise.css'

export function ExerciseBand(): ReactNode {
  const { t } = useTranslation('room')
  if (!useExercising()) return null
  return (
    <div className="exercise-band" role="status">
      <span>{t('exercise.band')}</span>
      <button type="button" className="fm-button" onClick={() => exercising.set(false)}>
        {t('exercise.off')}
      </button>
    </div>
  )
}

export function ExerciseMark(props: { readonly of: { readonly exercise?: true } }): ReactNode {
  const { t } = useTranslation('room')
  return props.of.exercise ? <strong className="exercise-mark">{t('exercise.word')}</strong> : null
}
