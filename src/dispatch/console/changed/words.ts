/** The words over an order that was changed under somebody's hands. */
import type { SameKeys } from '../../../console/i18n/shape.ts'

export const changedEn = {
  takenBack: 'Taken back: stop',
  putRight: 'Corrected',
  /** From what was said before to what holds. */
  isNow: '{{was}} → {{now}}',
  understood: 'Understood',
  at: 'at {{time}}',
} as const

export const changedZh: SameKeys<typeof changedEn> = {
  takenBack: '指令已撤回：请停止执行',
  putRight: '指令已更正',
  isNow: '{{was}} → {{now}}',
  understood: '知道了',
  at: '{{time}}',
}
