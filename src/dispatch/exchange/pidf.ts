/** PIDF-LO, the location inside an EIDO: a point in WGS-84 and, on an expressway, its road and kilometre post (RFC 5139, 5491, 6848). Pure. */
import type { Position } from '../../core/geo.ts'
import { readXml, type XmlElement, xmlText } from './xml.ts'

const PRESENCE = 'urn:ietf:params:xml:ns:pidf'
const GEOPRIV = 'urn:ietf:params:xml:ns:pidf:geopriv10'
const CIVIC = 'urn:ietf:params:xml:ns:pidf:geopriv10:civicAddr'
/** RFC 6848: MP, the milepost, is an extension of the civic address. */
const CIVIC_MORE = 'urn:ietf:params:xml:ns:pidf:geopriv10:civicAddr:ext'
const GML = 'http://www.opengis.net/gml'

export type Located = {
  readonly position: Position | null
  readonly road?: string
  readonly kilometre?: number
  /** The parts of a civic address in the order given, for people. */
  readonly civic: string
}

export function writePidf(at: {
  readonly position: Position
  readonly road?: string
  readonly kilometre?: number
}): string {
  const { road, kilometre } = at
  const [lon, lat] = at.position
  const civic = [
    ...(road === undefined ? [] : [`<RD>${xmlText(road)}</RD>`]),
    ...(kilometre === undefined ? [] : [`<x:MP xmlns:x="${CIVIC_MORE}">${kilometre}</x:MP>`]),
  ].join('')
  return [
    `<presence xmlns="${PRESENCE}" entity="pres:incident@invalid"><tuple id="place"><status>`,
    `<g:geopriv xmlns:g="${GEOPRIV}"><g:location-info>`,
    // EPSG:4326 says latitude first.
    `<Point xmlns="${GML}" srsName="urn:ogc:def:crs:EPSG::4326"><pos>${lat} ${lon}</pos></Point>`,
    civic === '' ? '' : `<civicAddress xmlns="${CIVIC}">${civic}</civicAddress>`,
    '</g:location-info><g:usage-rules/></g:geopriv></status></tuple></presence>',
  ].join('')
}

/** null: not XML that may be read. Of several places the first point counts; a circle's or ellipse's centre is a point. */
export function readPidf(text: string): Located | null {
  const root = readXml(text)
  if (!root.ok) return null
  const all = within(root.value)
  const civic = all.find((one) => one.namespace === CIVIC && one.name === 'civicAddress')?.children ?? []
  const road = civic.find((one) => one.name === 'RD')?.text.trim() || undefined
  const kilometre = numberIn(civic.find((one) => one.name === 'MP' && one.namespace === CIVIC_MORE)?.text)
  return {
    position: positionIn(all.find((one) => one.namespace === GML && one.name === 'pos')?.text),
    ...(road === undefined ? {} : { road }),
    ...(kilometre === null || kilometre < 0 ? {} : { kilometre }),
    civic: civic
      .map((one) => one.text.trim())
      .filter((part) => part !== '')
      .join(', '),
  }
}

function within(element: XmlElement): readonly XmlElement[] {
  return [element, ...element.children.flatMap(within)]
}

function numberIn(text: string | undefined): number | null {
  const said = text?.trim() ?? ''
  const value = Number(said)
  return said !== '' && Number.isFinite(value) ? value : null
}

function positionIn(text: string | undefined): Position | null {
  const [lat, lon] = (text?.trim().split(/\s+/) ?? []).map(Number)
  if (lat === undefined || lon === undefined) return null
  return Math.abs(lat) <= 90 && Math.abs(lon) <= 180 ? [lon, lat] : null
}
