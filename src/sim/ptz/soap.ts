/** The little of SOAP and ONVIF (device, media and PTZ services) that a simulated PTZ camera speaks. */
import type { Pose } from './head.ts'

export const OPERATIONS = [
  'GetSystemDateAndTime',
  'GetServices',
  'GetCapabilities',
  'GetProfiles',
  'GetVideoSources',
  'GetStreamUri',
  'GetNodes',
  'GetPresets',
  'GotoPreset',
  'AbsoluteMove',
  'RelativeMove',
  'ContinuousMove',
  'Stop',
  'GetStatus',
] as const
export type Operation = (typeof OPERATIONS)[number]

export type Asked = {
  readonly operation: Operation
  readonly presetToken: string | null
  /** What the request names of pan, tilt and zoom; an axis that it leaves out stays. */
  readonly vector: Partial<Pose>
  readonly timeoutMs: number | null
  /** WS-UsernameToken (OASIS WSS 1.1, digest of nonce, time and password). */
  readonly token: {
    readonly user: string
    readonly digest: string
    readonly nonce: string
    readonly created: string
  } | null
}

const elementOf = (xml: string, name: string): string | null =>
  new RegExp(`<(?:\\w+:)?${name}(?:\\s[^>]*)?>([^<]*)<`).exec(xml)?.[1] ?? null

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }
const decoded = (text: string): string => text.replace(/&(\w+);/g, (whole, name: string) => ENTITIES[name] ?? whole)
const encoded = (text: string): string =>
  text.replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign] ?? sign)

/** null: no operation that is known here. */
export function askedOf(xml: string): Asked | null {
  const name = /<(?:\w+:)?Body(?:\s[^>]*)?>\s*<(?:\w+:)?(\w+)/.exec(xml)?.[1]
  const operation = OPERATIONS.find((each) => each === name)
  if (!operation) return null
  const [, x, y] = /<(?:\w+:)?PanTilt\s+x="([^"]*)"\s+y="([^"]*)"/.exec(xml) ?? []
  const [, zoom] = /<(?:\w+:)?Zoom\s+x="([^"]*)"/.exec(xml) ?? []
  const seconds = /^PT([\d.]+)S$/.exec(elementOf(xml, 'Timeout') ?? '')?.[1]
  const preset = elementOf(xml, 'PresetToken')
  const [user, digest, nonce, created] = ['Username', 'Password', 'Nonce', 'Created'].map((each) =>
    elementOf(xml, each),
  )
  return {
    operation,
    presetToken: preset === null ? null : decoded(preset),
    vector: {
      ...(x === undefined || y === undefined ? {} : { pan: Number(x), tilt: Number(y) }),
      ...(zoom === undefined ? {} : { zoom: Number(zoom) }),
    },
    timeoutMs: seconds === undefined ? null : Number(seconds) * 1000,
    token: user && digest && nonce && created ? { user: decoded(user), digest, nonce, created } : null,
  }
}

export function envelope(body: string): string {
  return (
    '<?xml version="1.0" encoding="UTF-8"?><s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" ' +
    'xmlns:tds="http://www.onvif.org/ver10/device/wsdl" xmlns:trt="http://www.onvif.org/ver10/media/wsdl" ' +
    'xmlns:tptz="http://www.onvif.org/ver20/ptz/wsdl" xmlns:tt="http://www.onvif.org/ver10/schema">' +
    `<s:Body>${body}</s:Body></s:Envelope>`
  )
}

/** `ter:` subcodes of ONVIF Core §5.8. */
export function faultOf(subcode: string, reason: string): string {
  return envelope(
    '<s:Fault><s:Code><s:Value>s:Sender</s:Value><s:Subcode><s:Value xmlns:ter="http://www.onvif.org/ver10/error">' +
      `ter:${subcode}</s:Value></s:Subcode></s:Code><s:Reason><s:Text xml:lang="en">${reason}</s:Text></s:Reason></s:Fault>`,
  )
}

export const done = (operation: Operation, prefix: 'tptz' | 'trt' | 'tds' = 'tptz'): string =>
  envelope(`<${prefix}:${operation}Response/>`)

export function dateAndTime(at: number): string {
  const when = new Date(at)
  const [hour, minute, second] = [when.getUTCHours(), when.getUTCMinutes(), when.getUTCSeconds()]
  return envelope(
    '<tds:GetSystemDateAndTimeResponse><tds:SystemDateAndTime><tt:DateTimeType>NTP</tt:DateTimeType>' +
      '<tt:DaylightSavings>false</tt:DaylightSavings><tt:UTCDateTime>' +
      `<tt:Time><tt:Hour>${hour}</tt:Hour><tt:Minute>${minute}</tt:Minute><tt:Second>${second}</tt:Second></tt:Time>` +
      `<tt:Date><tt:Year>${when.getUTCFullYear()}</tt:Year><tt:Month>${when.getUTCMonth() + 1}</tt:Month>` +
      `<tt:Day>${when.getUTCDate()}</tt:Day></tt:Date></tt:UTCDateTime>` +
      '</tds:SystemDateAndTime></tds:GetSystemDateAndTimeResponse>',
  )
}

/** Services all live at one address, as in many small cameras. */
export function services(address: string): string {
  const service = (namespace: string): string =>
    `<tds:Service><tds:Namespace>http://www.onvif.org/${namespace}</tds:Namespace><tds:XAddr>${address}</tds:XAddr>` +
    '<tds:Version><tt:Major>2</tt:Major><tt:Minor>40</tt:Minor></tds:Version></tds:Service>'
  const all = ['ver10/device/wsdl', 'ver10/media/wsdl', 'ver20/ptz/wsdl'].map(service).join('')
  return envelope(`<tds:GetServicesResponse>${all}</tds:GetServicesResponse>`)
}

export function capabilities(address: string): string {
  const one = (name: string): string => `<tt:${name}><tt:XAddr>${address}</tt:XAddr></tt:${name}>`
  return envelope(
    `<tds:GetCapabilitiesResponse><tds:Capabilities>${['Device', 'Media', 'PTZ'].map(one).join('')}</tds:Capabilities></tds:GetCapabilitiesResponse>`,
  )
}

/** `broken`: what some real cameras send first, a profile without an encoder, and one with nothing at all. */
export function profiles(broken: boolean): string {
  const source =
    '<tt:VideoSourceConfiguration token="vsc"><tt:Name>vsc</tt:Name><tt:UseCount>1</tt:UseCount>' +
    '<tt:SourceToken>video-source</tt:SourceToken><tt:Bounds x="0" y="0" width="640" height="360"/></tt:VideoSourceConfiguration>'
  const encoder =
    '<tt:VideoEncoderConfiguration token="vec"><tt:Name>vec</tt:Name><tt:UseCount>1</tt:UseCount><tt:Encoding>H264</tt:Encoding>' +
    '<tt:Resolution><tt:Width>640</tt:Width><tt:Height>360</tt:Height></tt:Resolution></tt:VideoEncoderConfiguration>'
  const head =
    '<tt:PTZConfiguration token="ptz"><tt:Name>ptz</tt:Name><tt:UseCount>1</tt:UseCount><tt:NodeToken>node</tt:NodeToken></tt:PTZConfiguration>'
  const profile = (token: string, inside: string): string =>
    `<trt:Profiles token="${token}" fixed="true"><tt:Name>${token}</tt:Name>${inside}</trt:Profiles>`
  const all = broken
    ? [profile('empty', ''), profile('main', source + head)]
    : [profile('main', source + encoder + head), profile('small', source + encoder)]
  return envelope(`<trt:GetProfilesResponse>${all.join('')}</trt:GetProfilesResponse>`)
}

export const videoSources = (): string =>
  envelope(
    '<trt:GetVideoSourcesResponse><trt:VideoSources token="video-source"><tt:Framerate>12.5</tt:Framerate>' +
      '<tt:Resolution><tt:Width>640</tt:Width><tt:Height>360</tt:Height></tt:Resolution></trt:VideoSources></trt:GetVideoSourcesResponse>',
  )

export const streamUri = (address: string): string =>
  envelope(
    `<trt:GetStreamUriResponse><trt:MediaUri><tt:Uri>${encoded(address)}</tt:Uri><tt:InvalidAfterConnect>false</tt:InvalidAfterConnect>` +
      '<tt:InvalidAfterReboot>false</tt:InvalidAfterReboot><tt:Timeout>PT60S</tt:Timeout></trt:MediaUri></trt:GetStreamUriResponse>',
  )

export type Claims = { readonly absolute: boolean; readonly relative: boolean; readonly continuous: boolean }

export function nodes(claims: Claims, presets: number): string {
  const range = (name: string, min: number, max: number): string =>
    `<tt:${name}><tt:Min>${min}</tt:Min><tt:Max>${max}</tt:Max></tt:${name}>`
  const turn = (kind: string, uri: string): string =>
    `<tt:${kind}><tt:URI>http://www.onvif.org/ver10/tptz/PanTiltSpaces/${uri}</tt:URI>${range('XRange', -1, 1)}${range('YRange', -1, 1)}</tt:${kind}>`
  const zoom = (kind: string, uri: string, min: number): string =>
    `<tt:${kind}><tt:URI>http://www.onvif.org/ver10/tptz/ZoomSpaces/${uri}</tt:URI>${range('XRange', min, 1)}</tt:${kind}>`
  const spaces = [
    claims.absolute ? turn('AbsolutePanTiltPositionSpace', 'PositionGenericSpace') : '',
    claims.absolute ? zoom('AbsoluteZoomPositionSpace', 'PositionGenericSpace', 0) : '',
    claims.relative ? turn('RelativePanTiltTranslationSpace', 'TranslationGenericSpace') : '',
    claims.relative ? zoom('RelativeZoomTranslationSpace', 'TranslationGenericSpace', -1) : '',
    claims.continuous ? turn('ContinuousPanTiltVelocitySpace', 'VelocityGenericSpace') : '',
    claims.continuous ? zoom('ContinuousZoomVelocitySpace', 'VelocityGenericSpace', -1) : '',
  ].join('')
  return envelope(
    `<tptz:GetNodesResponse><tptz:PTZNode token="node" FixedHomePosition="false"><tt:Name>node</tt:Name><tt:SupportedPTZSpaces>${spaces}` +
      `</tt:SupportedPTZSpaces><tt:MaximumNumberOfPresets>${presets}</tt:MaximumNumberOfPresets><tt:HomeSupported>false</tt:HomeSupported>` +
      '</tptz:PTZNode></tptz:GetNodesResponse>',
  )
}

const position = ({ pan, tilt, zoom }: Pose): string =>
  `<tt:PanTilt x="${pan.toFixed(5)}" y="${tilt.toFixed(5)}"/><tt:Zoom x="${zoom.toFixed(5)}"/>`

export function presets(all: ReadonlyMap<string, Pose>, withPositions: boolean): string {
  const list = [...all].map(
    ([token, pose]) =>
      `<tptz:Preset token="${encoded(token)}"><tt:Name>${encoded(token)}</tt:Name>` +
      `${withPositions ? `<tt:PTZPosition>${position(pose)}</tt:PTZPosition>` : ''}</tptz:Preset>`,
  )
  return envelope(`<tptz:GetPresetsResponse>${list.join('')}</tptz:GetPresetsResponse>`)
}

/** `pose` null: a camera that does not know where it looks. */
export function status(pose: Pose | null, moving: boolean, at: number): string {
  const word = moving ? 'MOVING' : 'IDLE'
  return envelope(
    `<tptz:GetStatusResponse><tptz:PTZStatus>${pose ? `<tt:Position>${position(pose)}</tt:Position>` : ''}` +
      `<tt:MoveStatus><tt:PanTilt>${word}</tt:PanTilt><tt:Zoom>${word}</tt:Zoom></tt:MoveStatus>` +
      `<tt:UtcTime>${new Date(at).toISOString()}</tt:UtcTime></tptz:PTZStatus></tptz:GetStatusResponse>`,
  )
}
