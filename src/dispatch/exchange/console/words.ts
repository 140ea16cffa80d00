/** Words of alerts and road messages at the desk. */
import type { SameKeys } from '../../../console/i18n/shape.ts'
import type { Ending } from '../alert.ts'
import type { Severity } from '../notice.ts'

export const exchangeEn = {
  title: 'Alerts',
  severity: {
    Extreme: 'extreme',
    Severe: 'severe',
    Moderate: 'moderate',
    Minor: 'minor',
    Unknown: 'severity not said',
  } satisfies Record<Severity, string>,
  until: 'until {{at}}',
  from: 'from {{source}}',
  exercise: 'exercise',
  show: 'What to do',
  hide: 'Fold away',
  more: '{{count}} more',
  road: {
    title: 'Road message',
    publish: 'Tell the public',
    takeBack: 'Take the road message back',
    none: 'The public has not been told.',
    standing: 'Public since {{at}}, {{span}} after the verdict',
    late: 'later than 30 s',
    messages: 'message {{count}}',
    read: 'Read it as the public does',
    ended: {
      closed: 'Over with the incident',
      withdrawn: 'Taken back',
      moved: 'Goes on with the merged incident',
    } satisfies Record<Ending, string>,
  },
}

export const exchangeZh: SameKeys<typeof exchangeEn> = {
  title: '预警公告',
  severity: { Extreme: '特别严重', Severe: '严重', Moderate: '较重', Minor: '一般', Unknown: '未说明等级' },
  until: '至 {{at}}',
  from: '来源：{{source}}',
  exercise: '演练',
  show: '防范提示',
  hide: '收起',
  more: '另有 {{count}} 条',
  road: {
    title: '路况提示',
    publish: '对外发布',
    takeBack: '撤回路况提示',
    none: '尚未对外发布。',
    standing: '{{at}} 已对外发布，距研判 {{span}}',
    late: '超过 30 秒',
    messages: '第 {{count}} 次消息',
    read: '查看公众所见',
    ended: { closed: '随警情结束', withdrawn: '已撤回', moved: '由合并后的警情继续' },
  },
}
