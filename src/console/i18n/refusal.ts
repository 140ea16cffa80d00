/** Turns a refusal word into the sentence an operator is shown; a word nobody has translated is shown as it is. */
import i18next from 'i18next'
import { useTranslation } from 'react-i18next'
import { refusalsEn } from './refusals.ts'

const known = (word: string): word is keyof typeof refusalsEn => Object.hasOwn(refusalsEn, word)

/** In the language of this moment; what is drawn uses `useRefusal`. */
export function refusalSentence(word: string): string {
  const t = i18next.getFixedT(null, 'refusals')
  return known(word) ? t(word) : t('unknown', { word })
}

export function useRefusal(): (word: string) => string {
  const { t } = useTranslation('refusals')
  return (word) => (known(word) ? t(word) : t('unknown', { word }))
}
