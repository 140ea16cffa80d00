/** CAP alerts read from and written as XML. What is written is read back as it was; what the schema refuses is refused with the place. Pure. */
import { ok, type Result, refuse } from '../../core/result.ts'
import { type CapAlert, capAlert, NAMESPACES, type Part, SEQUENCE } from './cap.ts'
import { readXml, type XmlElement, type XmlRefusal, xmlText } from './xml.ts'

export type CapRefusal = XmlRefusal | 'cap-invalid'

const SIGNATURE = 'http://www.w3.org/2000/09/xmldsig#'
const isBlank = (text: string): boolean => /^[ \t\r\n]*$/.test(text)

/** A signature (enveloped, after the last info) is let through as the schema lets it, and not kept: it is about the bytes, not about what they say. */
export function readCap(text: string): Result<CapAlert, CapRefusal> {
  const root = readXml(text)
  if (!root.ok) return root
  const { name, namespace } = root.value
  if (name !== 'alert' || !NAMESPACES.some((known) => known === namespace))
    return refuse('cap-invalid', `the document is {${namespace}}${name}, not a CAP alert`)
  const plain = plainOf(root.value, 'alert', '', namespace)
  if (!plain.ok) return plain
  return judged(plain.value)
}

/** The same, given as JSON. */
export function judged(plain: unknown): Result<CapAlert, 'cap-invalid'> {
  const alert = capAlert.safeParse(plain)
  if (alert.success) return ok(alert.data)
  const [first] = alert.error.issues
  return refuse('cap-invalid', `/${(first?.path ?? []).join('/')}: ${first?.message ?? 'does not fit'}`)
}

type Plain = { [name: string]: string | Plain | (string | Plain)[] }

/** Order and number by the schema's sequence; the values are judged after. */
function plainOf(element: XmlElement, part: Part, at: string, namespace: string): Result<Plain, 'cap-invalid'> {
  const wrong = (what: string) => refuse('cap-invalid', `${at || '/'}: ${what}`)
  if (!isBlank(element.text)) return wrong('text between the elements')
  if (element.attributes > 0) return wrong('attributes')
  const waiting = part === 'alert' ? unsigned(element.children) : [...element.children]
  const plain: Plain = {}
  for (const [name, often, inside] of SEQUENCE[part]) {
    const found: (string | Plain)[] = []
    const many = often === '*' || often === '+'
    while (waiting[0]?.name === name && waiting[0].namespace === namespace && (many || found.length === 0)) {
      const [one] = waiting.splice(0, 1)
      if (!one) break
      const here = `${at}/${name}`
      const value = inside ? plainOf(one, inside, here, namespace) : textOf(one, here)
      if (!value.ok) return value
      found.push(value.value)
    }
    const [first] = found
    if (many && first !== undefined) plain[name] = found
    else if (first !== undefined) plain[name] = first
    else if (often === '1' || often === '+') return wrong(`${name} is missing`)
  }
  const [left] = waiting
  return left ? wrong(`${left.name} has no place here`) : ok(plain)
}

function unsigned(children: readonly XmlElement[]): XmlElement[] {
  const last = children.findLastIndex((child) => child.namespace !== SIGNATURE)
  return children.slice(0, last + 1)
}

function textOf(element: XmlElement, at: string): Result<string, 'cap-invalid'> {
  if (element.children.length > 0) return refuse('cap-invalid', `${at}: elements where text belongs`)
  return element.attributes > 0 ? refuse('cap-invalid', `${at}: attributes`) : ok(element.text)
}

/** XML of version 1.2, one element a line. */
export function writeCap(alert: CapAlert): string {
  const lines = linesOf(alert, 'alert', '  ')
  return ['<?xml version="1.0" encoding="UTF-8"?>', `<alert xmlns="${NAMESPACES[0]}">`, ...lines, '</alert>', ''].join(
    '\n',
  )
}

function linesOf(value: object, part: Part, indent: string): readonly string[] {
  const fields = new Map<string, unknown>(Object.entries(value))
  return SEQUENCE[part].flatMap(([name, , inside]) => {
    const field = fields.get(name)
    const all: readonly unknown[] = Array.isArray(field) ? field : field === undefined ? [] : [field]
    return all.flatMap((one): readonly string[] =>
      inside && typeof one === 'object' && one !== null
        ? [`${indent}<${name}>`, ...linesOf(one, inside, `${indent}  `), `${indent}</${name}>`]
        : [`${indent}<${name}>${xmlText(String(one))}</${name}>`],
    )
  })
}
