/** Road messages as the public reads them: one as a CAP alert, all of them as an Atom feed (RFC 4287). Pure. */
import type { Text } from '../../core/text.ts'
import type { Alert, Message } from './alert.ts'
import type { CapAlert } from './cap.ts'
import { writeCircle } from './shape.ts'
import { xmlText } from './xml.ts'

export type RoadMessage = Extract<Alert, { way: 'out' }>
export type Publisher = { readonly host: string; readonly url: string; readonly name: Text }

/** CAP's own form of an instant: whole seconds, and UTC as -00:00. */
export const capTime = (at: number): string => `${new Date(at).toISOString().slice(0, 19)}-00:00`

/** The next message of a road message; `earlier` are those before it. */
export const messageOf = (alert: string, host: string, earlier: number, at: number): Message => ({
  sender: host,
  identifier: `${alert}.${earlier + 1}`,
  sent: capTime(at),
})

const referenceTo = ({ sender, identifier, sent }: Message): string => `${sender},${identifier},${sent}`

export function capOf(alert: RoadMessage, publisher: Publisher): CapAlert {
  const { notice, messages } = alert
  const last = messages.at(-1)
  const earlier = messages.slice(0, -1)
  const over = alert.state === 'ended'
  const inOne = (language: 'zh' | 'en') => ({
    language: language === 'zh' ? 'zh-CN' : 'en',
    category: ['Transport' as const],
    event: notice.event[language],
    responseType: [over ? ('AllClear' as const) : ('Prepare' as const)],
    urgency: over ? ('Past' as const) : notice.urgency,
    severity: notice.severity,
    certainty: notice.certainty,
    effective: capTime(notice.from),
    expires: capTime(notice.until),
    senderName: publisher.name[language],
    headline: notice.headline[language],
    description: notice.description[language],
    instruction: notice.instruction[language],
    web: `${publisher.url}/public/alerts/${alert.id}`,
    area: [
      {
        areaDesc: notice.areaName[language],
        circle: notice.shapes.flatMap((shape) =>
          shape.form === 'circle' ? [writeCircle(shape.at, shape.radiusM)] : [],
        ),
      },
    ],
  })
  return {
    identifier: last?.identifier ?? alert.id,
    sender: publisher.host,
    sent: last?.sent ?? capTime(alert.at),
    status: 'Actual',
    msgType: over ? 'Cancel' : earlier.length > 0 ? 'Update' : 'Alert',
    scope: 'Public',
    ...(earlier.length > 0 ? { references: earlier.map(referenceTo).join(' ') } : {}),
    info: [inOne('zh'), inOne('en')],
  }
}

/** Newest first; an ended one stays for a while, so that a reader who polls sees that it is over. */
export function atomOf(alerts: readonly RoadMessage[], publisher: Publisher, at: number): string {
  const { url, host, name } = publisher
  const newest = alerts.reduce((latest, alert) => Math.max(latest, alert.at), 0)
  const entries = [...alerts]
    .sort((a, b) => b.at - a.at)
    .flatMap((alert) => {
      const { notice, id } = alert
      const link = xmlText(`${url}/public/alerts/${id}`)
      const over = alert.state === 'ended' || notice.until <= at
      const title = over
        ? `已解除 ${notice.headline.zh} / Over: ${notice.headline.en}`
        : `${notice.headline.zh} / ${notice.headline.en}`
      return [
        '  <entry>',
        `    <id>urn:uuid:${id}</id>`,
        `    <title>${xmlText(title)}</title>`,
        `    <published>${new Date(alert.publishedAt).toISOString()}</published>`,
        `    <updated>${new Date(alert.at).toISOString()}</updated>`,
        `    <link rel="alternate" type="application/cap+xml" href="${link}"/>`,
        `    <category term="${over ? 'over' : 'standing'}"/>`,
        `    <summary>${xmlText(`${notice.description.zh} ${notice.instruction.zh} / ${notice.description.en} ${notice.instruction.en}`)}</summary>`,
        '  </entry>',
      ]
    })
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="zh-CN">',
    `  <id>${xmlText(`${url}/public/alerts`)}</id>`,
    `  <title>${xmlText(`${name.zh} 路况提示 / Road messages of ${name.en}`)}</title>`,
    `  <updated>${new Date(newest > 0 ? newest : at).toISOString()}</updated>`,
    `  <author><name>${xmlText(host)}</name></author>`,
    `  <link rel="self" type="application/atom+xml" href="${xmlText(`${url}/public/alerts`)}"/>`,
    ...entries,
    '</feed>',
    '',
  ].join('\n')
}
