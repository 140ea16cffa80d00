/** What partners read in a mail and on the page behind its link, in both languages: they have no language switch. Terms from the glossary. */
import type { Text } from '../../core/text.ts'
import type { IncidentKind } from '../incident.ts'
import type { Answer, OrderState, RejectionCause } from '../order.ts'

export const KIND_WORDS: Record<IncidentKind, Text> = {
  'stopped-vehicle': { zh: '车辆停驶', en: 'stopped vehicle' },
  'medical-emergency': { zh: '急病伤员', en: 'medical emergency' },
  collision: { zh: '交通事故', en: 'collision' },
  obstacle: { zh: '路面障碍', en: 'obstacle' },
  pedestrian: { zh: '行人上路', en: 'pedestrian' },
  'wrong-way': { zh: '逆行', en: 'wrong way' },
  congestion: { zh: '拥堵', en: 'congestion' },
  'officer-help': { zh: '现场求助', en: 'officer needs help' },
  other: { zh: '其他', en: 'other' },
}

type MailWords = {
  readonly order: (number: string) => string
  readonly withdrawn: (number: string) => string
  readonly withdrawnMark: string
  readonly corrected: (number: string) => string
  readonly correctedMark: string
  /** Where it is not, as was said before. */
  readonly notThere: (place: string) => string
  readonly stop: string
  readonly road: string
  readonly position: string
  readonly reason: string
  readonly unit: string
  readonly handOver: string
  readonly answer: string
}

export const MAIL_WORDS: Record<'zh' | 'en', MailWords> = {
  zh: {
    order: (number) => `指令 ${number}`,
    withdrawn: (number) => `指令 ${number} 已撤回`,
    withdrawnMark: '撤回',
    corrected: (number) => `指令 ${number} 已更正，以下为准`,
    correctedMark: '更正',
    notThere: (place) => `原地点有误：${place}`,
    stop: '请停止处置；已在途中的请返回。',
    road: '道路',
    position: '坐标（WGS-84 纬度、经度）',
    reason: '依据',
    unit: '力量单元',
    handOver: '签收即接管本警情。',
    answer: '签收、拒绝或反馈请打开',
  },
  en: {
    order: (number) => `Order ${number}`,
    withdrawn: (number) => `Order ${number} is withdrawn`,
    withdrawnMark: 'withdrawn',
    corrected: (number) => `Order ${number} was corrected; this is what holds`,
    correctedMark: 'corrected',
    notThere: (place) => `Not, as said before: ${place}`,
    stop: 'Stop; whoever is on the way turns back.',
    road: 'Road',
    position: 'Position (WGS-84 latitude, longitude)',
    reason: 'Reason',
    unit: 'Unit',
    handOver: 'Whoever signs for it takes the incident over.',
    answer: 'Sign for it, reject it or report at',
  },
}

export const ANSWER_WORDS: Record<Answer, Text> = {
  received: { zh: '已收到', en: 'Received' },
  'signed-for': { zh: '签收', en: 'Sign for it' },
  rejected: { zh: '拒绝', en: 'Reject' },
  'on-the-way': { zh: '已出警', en: 'On the way' },
  arrived: { zh: '已到场', en: 'Arrived' },
  cleared: { zh: '处置完毕', en: 'Done' },
}

export const CAUSE_WORDS: Record<RejectionCause, Text> = {
  'no-unit': { zh: '无可派力量', en: 'no unit free' },
  'out-of-area': { zh: '不在辖区', en: 'outside our area' },
  'not-ours': { zh: '非本单位职责', en: 'not ours' },
  unsafe: { zh: '现场不安全', en: 'unsafe' },
  duplicate: { zh: '重复', en: 'duplicate' },
}

export const STATE_WORDS: Record<OrderState, Text> = {
  issued: { zh: '待签收', en: 'waits to be signed for' },
  delivered: { zh: '待签收', en: 'waits to be signed for' },
  'signed-for': { zh: '已签收', en: 'signed for' },
  'on-the-way': { zh: '途中', en: 'on the way' },
  arrived: { zh: '已到场', en: 'arrived' },
  cleared: { zh: '处置完毕', en: 'done' },
  rejected: { zh: '已拒绝', en: 'rejected' },
  withdrawn: { zh: '已撤回', en: 'withdrawn' },
}

/** Why an answer was not taken, for somebody who has only this page. */
const REFUSED_WORDS: Readonly<Record<string, Text>> = {
  over: { zh: '该指令已结束或撤回。', en: 'This order is over or withdrawn.' },
  'already-said': { zh: '此前已答复过。', en: 'This has been said already.' },
  'cause-needed': { zh: '拒绝须说明原因。', en: 'Say why it is rejected.' },
  'too-late-to-reject': { zh: '已出警，不能再拒绝。', en: 'Somebody is on the way: it is too late to reject it.' },
  'not-an-identifier': { zh: '编号含有不能使用的字符。', en: 'The number holds characters that cannot be used.' },
}
const NOT_TAKEN: Text = { zh: '请稍后再试，或联系指挥中心。', en: 'Try again in a moment, or call the centre.' }

export const refusedWords = (refusal: string): Text => REFUSED_WORDS[refusal] ?? NOT_TAKEN

export const PAGE_WORDS = {
  title: { zh: '指令', en: 'Order' },
  number: { zh: '本单位编号', en: 'Your own number' },
  cause: { zh: '拒绝原因', en: 'Why it is rejected' },
  done: { zh: '已记录', en: 'It is on record' },
  notDone: { zh: '未能记录', en: 'It could not be recorded' },
  gone: { zh: '该链接已失效，或不存在。请联系指挥中心。', en: 'This link is over or never was. Call the centre.' },
} as const satisfies Readonly<Record<string, Text>>
