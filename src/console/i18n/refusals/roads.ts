/** What an operator is told when something is refused: of places and what holds on the roads; each says what to do. */
import type { SameKeys } from '../shape.ts'

export const roadsEn = {
  'not-said': 'Nobody has said this of the roads.',
  'already-lifted': 'It no longer holds: somebody has lifted it, or its time is over.',
  'no-such-road': 'No kilometre posts of that road are known here: name two places instead.',
  'no-road-there': 'No road is near that place: point closer to one.',
  'stretch-too-long': 'That is more than 50 km: say it in shorter stretches.',
  'stretch-empty': 'The stretch has no length: name two different ends.',
  'off-the-road': 'The road has no such kilometre: check it, or force the place with Ctrl+Enter.',
  'not-at-kilometre': 'The point does not lie at that kilometre: choose the place anew, or force it with Ctrl+Enter.',
  'road-place-needed': 'Say where: type a place and choose it, or click on the map.',
  'road-end-unclear': 'Choose one of the places for the end, or leave it empty.',
  'reason-needed': 'Say why.',
} as const

export const roadsZh: SameKeys<typeof roadsEn> = {
  'not-said': '没有登记过这一路况。',
  'already-lifted': '该路况已解除或已到期。',
  'no-such-road': '没有该道路的里程桩：请改用两个地点说明。',
  'no-road-there': '附近没有道路：请点得更近一些。',
  'stretch-too-long': '超过 50 公里：请分段登记。',
  'stretch-empty': '路段长度为零：请给出不同的起止点。',
  'off-the-road': '该道路没有这个里程：请核对，或按 Ctrl+Enter 强行采用。',
  'not-at-kilometre': '该点不在所述里程处：请重新选择地点，或按 Ctrl+Enter 强行采用。',
  'road-place-needed': '请说明地点：输入后选定，或在地图上点选。',
  'road-end-unclear': '终点请选定其中一处，或留空。',
  'reason-needed': '请说明原因。',
}
