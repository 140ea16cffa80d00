/** Turns a refusal word into the sentence an operator is shown; a word nobody has translated is shown as it is. */
import { useTranslation } from 'react-i18next'
import { refusalsEn } from './refusals.ts'

const known = (word: string): word is keyof typeof refusalsEn => Object.hasOwn(refusalsEn, word)

export function useRefusal(): (word: string) => string {
  const { t } = useTranslation('refusals')
  return (word) => (known(word) ? t(word) : t('unknown', { word }))
}
