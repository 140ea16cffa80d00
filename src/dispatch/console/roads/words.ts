/** What holds on the roads, in both languages. */
import type { SameKeys } from '../../../console/i18n/shape.ts'

export const roadsEn = {
  title: 'On the roads now',
  none: 'Nothing is said of the roads.',
  holds: {
    closed: 'closed, help gets through',
    blocked: 'closed to everybody',
    slow: 'slow, {{times}}× as long',
    opened: 'opened against the traffic, {{kmh}} km/h',
  },
  until: 'until {{time}}',
  lift: 'Lift',
  how: 'road close s12 45-46 u 60m why',
  noPlace: 'Nothing is called "{{text}}" here.',
  manyPlaces: '"{{text}}" may be {{candidates}}: say it more exactly.',
  noSuchNumber: 'There is no number {{number}} in the list.',
  unread: {
    verb: 'road close, block, slow, open or lift',
    stretch: 'Where? road close s12 45-46 u 60m why',
    reason: 'For how long, and why? road close s12 45-46 u 60m lorry on its side',
    number: 'Which? road lift 1',
  },
  legend: { closed: 'closed', slow: 'slow', opened: 'opened', reach: 'reached in 5, 10, 15 min' },
  onTheWay: 'On the way',
} as const

export const roadsZh: SameKeys<typeof roadsEn> = {
  title: '当前路况',
  none: '没有登记的路况。',
  holds: {
    closed: '封闭，救援可通行',
    blocked: '完全中断',
    slow: '缓行，约 {{times}} 倍时间',
    opened: '借对向车道开放，{{kmh}} 公里/时',
  },
  until: '至 {{time}}',
  lift: '解除',
  how: 'road close s12 45-46 u 60m 原因',
  noPlace: '本地没有“{{text}}”。',
  manyPlaces: '“{{text}}”可能是 {{candidates}}：请说得更准确。',
  noSuchNumber: '列表中没有第 {{number}} 条。',
  unread: {
    verb: 'road close（封闭）、block（中断）、slow（缓行）、open（开放）、lift（解除）',
    stretch: '在哪里？road close s12 45-46 u 60m 原因',
    reason: '多久、为何？road close s12 45-46 u 60m 货车侧翻',
    number: '哪一条？road lift 1',
  },
  legend: { closed: '封闭', slow: '缓行', opened: '开放', reach: '5、10、15 分钟可达' },
  onTheWay: '途经',
}
