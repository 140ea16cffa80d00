/** The words over an order that was taken from under somebody's hands. */
import type { SameKeys } from '../../../console/i18n/shape.ts'

export const takenBackEn = {
  title: 'Taken back: stop',
  understood: 'Understood',
  at: 'at {{time}}',
} as const

export const takenBackZh: SameKeys<typeof takenBackEn> = {
  title: '指令已撤回：请停止执行',
  understood: '知道了',
  at: '{{time}}',
}
