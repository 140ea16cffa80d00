/** The words of a push note in both languages: short enough for a locked phone. */
import type { Language } from '../../core/text.ts'

type PushWords = Readonly<Record<'order' | 'again' | 'corrected' | 'withdrawn' | 'broadcast' | 'exercise', string>>

export const PUSH_WORDS: Record<Language, PushWords> = {
  zh: {
    order: '新指令',
    again: '指令仍待签收',
    corrected: '指令已更正',
    withdrawn: '指令已撤回',
    broadcast: '中心通播，请查看并确认',
    exercise: '演练',
  },
  en: {
    order: 'New order',
    again: 'Still not signed for',
    corrected: 'Order corrected',
    withdrawn: 'Order withdrawn',
    broadcast: 'Broadcast from the centre: read and acknowledge',
    exercise: 'Exercise',
  },
}
