/** Camera unfit: a picture that cannot be believed is itself a warning, because silence from it would look like calm. */
import type { Text } from '../../../core/text.ts'
import type { UnfitCause } from '../../facts.ts'
import type { Finding, Rule, Scene } from '../scene.ts'

const CAUSES: Record<UnfitCause, Text> = {
  dark: { en: 'the picture is too dark to see anything', zh: '画面过暗，无法观测' },
  blank: { en: 'the picture shows nothing (covered, or dense fog)', zh: '画面无内容（遮挡或浓雾）' },
  frozen: { en: 'the picture stands still', zh: '画面冻结' },
  moved: { en: 'the camera looks elsewhere than its zones were drawn for', zh: '摄像机视角已改变，与标定区域不符' },
  blurred: { en: 'the picture is blurred (focus, spray or fog)', zh: '画面模糊（失焦、水雾或雾）' },
}

export const unfit: Rule = { name: 'unfit', version: 3, open: () => look }

function look({ at, fitness, fitnessSince, size }: Scene): readonly Finding[] {
  if (fitness.state !== 'unfit') return []
  const said = CAUSES[fitness.cause]
  const seconds = ((at - fitnessSince) / 1000).toFixed(1)
  return [
    {
      type: 'camera-unfit',
      zone: null,
      box: [0, 0, size.width, size.height],
      onsetAt: fitnessSince,
      grade: 'B',
      hazardLights: null,
      reason: { en: `${said.en}; for ${seconds} s`, zh: `${said.zh}，已 ${seconds} 秒` },
    },
  ]
}
