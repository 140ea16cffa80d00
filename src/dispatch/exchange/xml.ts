/** Foreign XML read into plain elements: no document type and so no entities of its own, bounded in size, depth and number. Pure. */
import { SaxesParser, type SaxesTagNS } from 'saxes'
import { ok, type Result, refuse } from '../../core/result.ts'

export type XmlElement = {
  readonly name: string
  readonly namespace: string
  readonly children: readonly XmlElement[]
  /** All character data directly inside, in order. */
  readonly text: string
  /** Attributes that are neither namespace declarations nor of XML Schema instances. */
  readonly attributes: number
}

export type XmlRefusal = 'xml-doctype' | 'xml-too-large' | 'xml-too-deep' | 'xml-unreadable'

export const MOST_CHARACTERS = 256 * 1024
export const MOST_ELEMENTS = 8_000
export const DEEPEST = 16

const DECLARES = 'http://www.w3.org/2000/xmlns/'
const INSTANCE = 'http://www.w3.org/2001/XMLSchema-instance'

type Open = { name: string; namespace: string; children: XmlElement[]; text: string; attributes: number }

/** Ends the parse from inside a handler: the parser has no other way to stop. */
class Stop extends Error {
  readonly refusal: XmlRefusal
  constructor(refusal: XmlRefusal, detail?: string) {
    super(detail)
    this.refusal = refusal
  }
}

/**
 * A document type is refused whatever it says (OWASP: disallow-doctype-decl), so neither entity expansion nor an outside
 * file can begin. Entities other than XML's own five are not well-formed without one.
 */
export function readXml(text: string): Result<XmlElement, XmlRefusal> {
  if (text.length > MOST_CHARACTERS) return refuse('xml-too-large')
  const parser = new SaxesParser({ xmlns: true, position: true })
  const open: Open[] = []
  let root: XmlElement | null = null
  let elements = 0
  parser.on('doctype', () => {
    throw new Stop('xml-doctype')
  })
  parser.on('error', (error) => {
    throw new Stop('xml-unreadable', error.message)
  })
  parser.on('opentag', ({ local, uri, attributes }: SaxesTagNS) => {
    elements += 1
    if (elements > MOST_ELEMENTS) throw new Stop('xml-too-large')
    if (open.length >= DEEPEST) throw new Stop('xml-too-deep')
    const own = Object.values(attributes).filter(({ uri: of }) => of !== DECLARES && of !== INSTANCE)
    open.push({ name: local, namespace: uri, children: [], text: '', attributes: own.length })
  })
  const take = (text: string): void => {
    const inside = open.at(-1)
    if (inside) inside.text += text
  }
  parser.on('text', take)
  parser.on('cdata', take)
  parser.on('closetag', () => {
    const closed = open.pop()
    if (!closed) return
    const parent = open.at(-1)
    if (parent) parent.children.push(closed)
    else root = closed
  })
  try {
    parser.write(text).close()
  } catch (error) {
    if (error instanceof Stop) return refuse(error.refusal, error.message || undefined)
    throw error
  }
  return root ? ok(root) : refuse('xml-unreadable')
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '\r': '&#13;',
  '"': '&quot;',
}

/** Character data as it stands between tags or in a double-quoted attribute; a carriage return would else become a line feed. */
export const xmlText = (text: string): string => text.replace(/[&<>\r"]/g, (one) => ESCAPES[one] ?? one)

/** Characters that XML 1.0 §2.2 cannot say at all. */
export const UNSAYABLE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
  /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/
