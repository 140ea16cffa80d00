/** CAP's official samples, one good alert broken in every way the schema refuses, and XML that attacks its reader. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'

const SAMPLES = new URL('../../../shared/data/exchange/cap/', import.meta.url)
export const withoutCap = existsSync(SAMPLES)
  ? {}
  : { skip: 'the sample alerts are not here (../shared/data/exchange/cap)' }
/** What is wrong with them stands in the samples' own comments. */
export const INVALID: ReadonlySet<string> = new Set(['invalid.cap', 'noaa_errors.cap'])

export const capNames = (): readonly string[] => readdirSync(SAMPLES).filter((name) => name.endsWith('.cap'))
export const capSample = (name: string): string => readFileSync(new URL(name, SAMPLES), 'utf8')

/** One change to a good alert that the schema refuses, each for a reason of its own. */
export const BROKEN: readonly (readonly [string, (xml: string) => string])[] = [
  ['a required element missing', (xml) => xml.replace(/<cap:sender>.*?<\/cap:sender>\s*/, '')],
  ['a required element of an info missing', (xml) => xml.replace(/<cap:certainty>.*?<\/cap:certainty>\s*/, '')],
  ['an element twice', (xml) => xml.replace(/<cap:scope>Public<\/cap:scope>/, '$&$&')],
  [
    'elements in another order',
    (xml) => xml.replace(/(<cap:status>.*?<\/cap:status>)\s*(<cap:msgType>.*?<\/cap:msgType>)/, '$2$1'),
  ],
  ['a word that is none of the list', (xml) => xml.replace('<cap:severity>Minor', '<cap:severity>Small')],
  ['a listed word with a blank', (xml) => xml.replace('<cap:severity>Minor', '<cap:severity> Minor')],
  [
    'a date without an offset',
    (xml) => xml.replace('2011-10-05T23:04:00+10:00</cap:sent>', '2011-10-05T23:04:00</cap:sent>'),
  ],
  ['a date in Z', (xml) => xml.replace('2011-10-05T23:04:00+10:00</cap:sent>', '2011-10-05T23:04:00Z</cap:sent>')],
  [
    'a day that no month has',
    (xml) => xml.replace('2011-10-05T23:04:00+10:00</cap:sent>', '2011-02-29T23:04:00+10:00</cap:sent>'),
  ],
  ['an element nobody knows', (xml) => xml.replace('</cap:info>', '<cap:extra>1</cap:extra></cap:info>')],
  ['an element of another namespace', (xml) => xml.replace('<cap:event>Fire</cap:event>', '<event>Fire</event>')],
  ['text between elements', (xml) => xml.replace('<cap:info>', 'hello<cap:info>')],
  ['an attribute', (xml) => xml.replace('<cap:info>', '<cap:info id="1">')],
  ['elements inside text', (xml) => xml.replace('<cap:event>Fire', '<cap:event><cap:b/>Fire')],
  ['a language that is none', (xml) => xml.replace('<cap:language>en-AU', '<cap:language>english language')],
  ['no category', (xml) => xml.replace(/<cap:category>.*?<\/cap:category>\s*/g, '')],
  ['another root', (xml) => xml.replace(/cap:alert/g, 'cap:alarm')],
  ['another namespace', (xml) => xml.replace('cap:1.2"', 'cap:9.9"')],
]

const LAUGHS = `<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol">${Array.from(
  { length: 9 },
  (_, n) => `<!ENTITY lol${n + 1} "${`&lol${n || ''};`.repeat(10)}">`,
).join('')}]><alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>&lol9;</identifier></alert>`
const OUTSIDE = `<?xml version="1.0"?><!DOCTYPE alert [<!ENTITY file SYSTEM "file:///etc/passwd">]>
<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>&file;</identifier></alert>`

export const ATTACKS: readonly string[] = [
  LAUGHS,
  OUTSIDE,
  '<!DOCTYPE alert SYSTEM "http://127.0.0.1/x.dtd"><alert/>',
  '<!DOCTYPE alert><alert/>',
]
