/** Starts i18next with the words of both languages and keeps it, and the page's `lang`, on the language in use. */
import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import { LOCALE, language } from './language.ts'
import { type Words, words } from './words.ts'

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'shell'
    resources: Words
    returnNull: false
  }
}

export async function startWords(): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: language.get(),
    fallbackLng: false,
    defaultNS: 'shell',
    ns: Object.keys(words.en),
    resources: words,
    interpolation: { escapeValue: false },
    returnNull: false,
  })
  const speak = (): void => {
    document.documentElement.lang = LOCALE[language.get()]
    void i18next.changeLanguage(language.get())
  }
  speak()
  language.subscribe(speak)
}
