/** The language in use: the browser's at first, then the one the person chose, switched without reload and remembered. */
import type { Language, Text } from '../../core/text.ts'
import { useCell } from '../cell.ts'
import { remembered } from '../remembered.ts'

export const LANGUAGES = ['zh', 'en'] as const satisfies readonly Language[]

const browsers = (): Language => {
  for (const tag of navigator.languages ?? [navigator.language]) {
    if (tag.toLowerCase().startsWith('zh')) return 'zh'
    if (tag.toLowerCase().startsWith('en')) return 'en'
  }
  return 'en'
}

export const language = remembered<Language>('language', LANGUAGES, browsers())

/** BCP 47, for `lang`, dates and numbers. */
export const LOCALE: Record<Language, string> = { zh: 'zh-CN', en: 'en-GB' }

export const useLanguage = (): Language => useCell(language)

/** Reads a text that came with the reference data or a fact. */
export function useText(): (text: Text) => string {
  const now = useLanguage()
  return (text) => text[now]
}
