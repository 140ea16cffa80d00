/** What an operator is told when something is refused: of alerts, road messages and notes to closed pages; each says what to do. */
import type { SameKeys } from '../shape.ts'

export const exchangeEn = {
  'push-off': 'Ringing when closed is not set up at this centre; ask the administrator.',
  'push-service-unknown':
    'This browser’s push service is not among those that the centre calls; ask the administrator.',
  'bad-push-keys': 'The browser gave keys that cannot be used. Close the page, open it and try again.',
  'push-endpoint-taken': 'This browser rings for somebody else. They have to sign out first.',
  'too-many-subscriptions': 'Ten devices ring for you already. Switch it off on one of them, or sign out there.',
  'alert-there': 'The public already knows of this incident.',
  'alert-unknown': 'No such alert is known here.',
  'alert-over': 'This alert has been cancelled.',
  'alert-outdated': 'A later message about this alert has already come.',
  'alert-expired': 'Its time is already over.',
  'not-public': 'Nothing is published about this incident.',
  'not-for-the-public': 'Incidents of this kind are not told to the public.',
  'no-road-place': 'A road message needs a road and a kilometre: correct the place first.',
  exercise: 'This is an exercise: nothing of it leaves the house.',
} as const

export const exchangeZh: SameKeys<typeof exchangeEn> = {
  'push-off': '本中心未启用关闭后响铃，请联系管理员。',
  'push-service-unknown': '本浏览器的推送服务不在中心的允许名单内，请联系管理员。',
  'bad-push-keys': '浏览器给出的密钥无法使用。请关闭本页，重新打开后再试。',
  'push-endpoint-taken': '本浏览器正在为他人响铃，须其先退出登录。',
  'too-many-subscriptions': '您已有十台设备会响铃。请在其中一台关闭响铃或退出登录。',
  'alert-there': '该警情已对外发布。',
  'alert-unknown': '本中心没有该公告。',
  'alert-over': '该公告已解除。',
  'alert-outdated': '已收到该公告更新的消息。',
  'alert-expired': '已过有效期。',
  'not-public': '该警情没有对外发布。',
  'not-for-the-public': '此类警情不对外发布。',
  'no-road-place': '路况提示须有道路和里程：请先更正地点。',
  exercise: '演练内容不得对外。',
}
