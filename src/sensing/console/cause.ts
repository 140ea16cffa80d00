/** Why a camera is unfit or gives no picture, in words; a word that nobody has translated is shown as it is. */
import { useText } from '../../console/i18n/language.ts'
import type { Text } from '../../core/text.ts'
import { UNFIT_CAUSES, type UnfitCause } from '../facts.ts'
import { isTrouble, TROUBLE_TEXT } from '../life/trouble.ts'

const UNFIT: Record<UnfitCause, Text> = {
  dark: { zh: '画面过暗', en: 'the picture is dark' },
  blank: { zh: '画面空白', en: 'the picture is blank' },
  frozen: { zh: '画面定格', en: 'the picture is frozen' },
  moved: { zh: '相机被移动，区域已不对应', en: 'the camera was moved: its zones no longer fit' },
  blurred: { zh: '画面模糊（雾、水花或失焦）', en: 'the picture is blurred (fog, spray or focus)' },
}

export function useCause(): (cause: string) => string {
  const text = useText()
  return (cause) => {
    const unfit = UNFIT_CAUSES.find((known) => known === cause)
    if (unfit) return text(UNFIT[unfit])
    return isTrouble(cause) ? text(TROUBLE_TEXT[cause]) : cause
  }
}
