/** A text shown to people in both languages of the product; terms come from docs/glossary.md. */

export type Language = 'zh' | 'en'
export type Text = { readonly zh: string; readonly en: string }
