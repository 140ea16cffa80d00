/** The words of pictures from the scene, at the desk and in an agency's room. */
import type { SameKeys } from '../../../console/i18n/shape.ts'

export const picturesEn = {
  title_one: '{{count}} picture from the scene',
  title_other: '{{count}} pictures from the scene',
  one: 'Picture {{n}} of {{count}}, {{time}}, {{who}}',
  loading: 'Loading…',
  show: 'Show',
  close: 'Close',
  before: 'The one before',
  after: 'The one after',
  none: 'No crew has sent a picture of this incident.',
  noSuch: 'There are {{count}} pictures: choose one of them.',
} as const

export const picturesZh: SameKeys<typeof picturesEn> = {
  title_one: '现场照片 {{count}} 张',
  title_other: '现场照片 {{count}} 张',
  one: '第 {{n}} 张，共 {{count}} 张，{{time}}，{{who}}',
  loading: '正在载入…',
  show: '查看',
  close: '关闭',
  before: '上一张',
  after: '下一张',
  none: '该警情尚无现场照片。',
  noSuch: '共 {{count}} 张照片，请选其中一张。',
}
