/** Why a source gives no picture: ffmpeg's many complaints become one of a few words, each with its sentence in both languages. */
import type { Text } from '../../core/text.ts'

export const TROUBLES = [
  'starting',
  'no-source',
  'no-ffmpeg',
  'not-found',
  'unreachable',
  'not-allowed',
  'no-video',
  'unknown-codec',
  'broken-video',
  'too-small',
  'no-picture',
  'stalled',
  'ended',
  'clock-jumped',
  'decoder-died',
  'analysis-hung',
  'no-host',
  'host-lost',
] as const
export type Trouble = (typeof TROUBLES)[number]

export const TROUBLE_TEXT: Readonly<Record<Trouble, Text>> = {
  starting: { zh: '正在启动', en: 'starting' },
  'no-source': { zh: '未配置视频源', en: 'no source is configured' },
  'no-ffmpeg': {
    zh: '未安装 ffmpeg，此视频源需要它：sudo apt-get install -y ffmpeg',
    en: 'ffmpeg is not installed, and this source needs it: sudo apt-get install -y ffmpeg',
  },
  'not-found': { zh: '该地址没有视频', en: 'there is no video at this address' },
  unreachable: { zh: '摄像机没有应答', en: 'the camera does not answer' },
  'not-allowed': { zh: '摄像机拒绝了用户名或密码', en: 'the camera refuses the user name or password' },
  'no-video': { zh: '视频源中没有画面', en: 'the source has no picture' },
  'unknown-codec': { zh: '视频编码无法识别', en: 'its codec cannot be read' },
  'broken-video': { zh: '视频数据已损坏', en: 'its video is damaged' },
  'too-small': {
    zh: '画面小于 16 × 16 像素，不是监控画面',
    en: 'its picture is smaller than 16 × 16: no camera sends that',
  },
  'no-picture': { zh: '连接后没有画面', en: 'no picture came' },
  stalled: { zh: '画面停止超过 5 秒', en: 'no picture for 5 s' },
  ended: { zh: '视频流已结束', en: 'the stream ended' },
  'clock-jumped': { zh: '摄像机时钟跳变，录像重新开始', en: "the camera's clock jumped, and recording began anew" },
  'decoder-died': { zh: '解码进程意外退出', en: 'the decoder died' },
  'analysis-hung': { zh: '分析进程没有响应', en: 'the analysis did not answer' },
  'no-host': { zh: '没有空闲的检测主机', en: 'no detector host has room for it' },
  'host-lost': { zh: '检测主机失联，正在由其他主机接管', en: 'its detector host is lost; another takes over' },
}

/** In this order: what names the cause comes before what only follows from it. */
const SIGNS: readonly (readonly [Trouble, RegExp])[] = [
  ['not-allowed', /\b(401|403)\b|unauthori[sz]ed|forbidden|operation not permitted|permission denied/i],
  ['not-found', /\b404\b|no such file or directory|server returned 4\d\d/i],
  [
    'unreachable',
    /connection (refused|timed out|reset)|timed out|no route to host|network is unreachable|failed to resolve|name or service not known|temporary failure in name|host is down|5xx server error|server returned 5\d\d/i,
  ],
  ['no-video', /matches no streams|does not contain any stream|stream map .* matches no/i],
  [
    'unknown-codec',
    /decoder .{0,40}not found|unknown decoder|no decoder could be found|decoding requested, but no decoder|codec .{0,30}not supported|could not find codec parameters|unsupported codec/i,
  ],
  ['broken-video', /invalid data found|moov atom not found|error while decoding|truncat|corrupt|end of file/i],
]

/** What the complaints of a decoder that gave no picture mean. */
export function troubleOf(complaints: readonly string[]): Trouble {
  for (const [trouble, sign] of SIGNS) if (complaints.some((line) => sign.test(line))) return trouble
  return 'no-picture'
}

/** @public the consoles say a camera's cause by it */
export function isTrouble(word: string): word is Trouble {
  return TROUBLES.some((trouble) => trouble === word)
}
