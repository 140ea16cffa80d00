/** The words of the sign-in page. */
import type { SameKeys } from '../../console/i18n/shape.ts'

export const signInEn = {
  title: 'Sign in',
} as const

export const signInZh: SameKeys<typeof signInEn> = {
  title: '登录',
}
