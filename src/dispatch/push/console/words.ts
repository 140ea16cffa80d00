/** The words of the switch "ring also when closed". */
import type { SameKeys } from '../../../console/i18n/shape.ts'
import type { Cannot } from './ringing.ts'

export const pushEn = {
  on: 'Rings also when closed',
  off: 'Ring also when closed',
  busy: 'One moment…',
  why: 'This browser rings for a new order while the page is closed, until you sign out.',
  cannot: {
    'push-insecure': 'A closed page can ring over https only.',
    'push-none':
      'This browser cannot ring when closed. On an iPhone, put this page on the home screen and open it there.',
    'push-forbidden':
      'This browser forbids notifications for this page. Allow them in its settings, then open the page again.',
  } satisfies Record<Exclude<Cannot, 'push-off'>, string>,
} as const

export const pushZh: SameKeys<typeof pushEn> = {
  on: '关闭后仍响铃：已开',
  off: '关闭后仍响铃',
  busy: '请稍候…',
  why: '页面关闭时，本浏览器仍会为新指令响铃，直到退出登录。',
  cannot: {
    'push-insecure': '仅在 https 下，页面关闭后才能响铃。',
    'push-none': '本浏览器关闭后无法响铃。iPhone 请先将本页添加到主屏幕，再从主屏幕打开。',
    'push-forbidden': '浏览器禁止本页发送通知。请在设置中允许，然后重新打开本页。',
  },
}
