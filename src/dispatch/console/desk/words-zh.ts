/** The duty desk's words, Chinese. */
import type { SameKeys } from '../../../console/i18n/shape.ts'
import type { deskEn } from './words-en.ts'

export const deskZh: SameKeys<typeof deskEn> = {
  title: '值班台',
}
