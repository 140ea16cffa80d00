/** The text of a PDF as Chromium prints one, page by page: enough to say what stands on a sheet. Not a reader of other people's PDFs. */
import { inflateSync } from 'node:zlib'

type Font = { readonly bytes: 1 | 2; readonly letters: ReadonlyMap<number, string> }
type Part = { readonly head: string; readonly stream: Buffer | null }

/** The objects of the file by their number (ISO 32000-1, 7.3.10); Chromium writes each one plainly. */
function partsOf(pdf: Buffer): ReadonlyMap<number, Part> {
  const plain = pdf.toString('latin1')
  const parts = new Map<number, Part>()
  for (const { 1: number, index } of plain.matchAll(/(?:^|\n)(\d+) 0 obj\b/g)) {
    const end = plain.indexOf('endobj', index)
    const opens = plain.indexOf('stream\n', index)
    if (opens < 0 || opens > end) {
      parts.set(Number(number), { head: plain.slice(index, end), stream: null })
      continue
    }
    const head = plain.slice(index, opens)
    const length = Number(/\/Length (\d+)/.exec(head)?.[1])
    const bytes = pdf.subarray(opens + 7, opens + 7 + length)
    parts.set(Number(number), { head, stream: head.includes('/FlateDecode') ? inflateSync(bytes) : bytes })
  }
  return parts
}

const fromHex = (hex: string): string => Buffer.from(hex, 'hex').swap16().toString('utf16le')

/** ToUnicode maps (ISO 32000-1, 9.10.3). */
function lettersOf(map: string): ReadonlyMap<number, string> {
  const letters = new Map<number, string>()
  for (const [, body = ''] of map.matchAll(/beginbfchar([\s\S]*?)endbfchar/g))
    for (const [, code = '', text = ''] of body.matchAll(/<(\w+)>\s*<(\w+)>/g))
      letters.set(Number.parseInt(code, 16), fromHex(text))
  for (const [, body = ''] of map.matchAll(/beginbfrange([\s\S]*?)endbfrange/g))
    for (const [, from = '', to = '', text = ''] of body.matchAll(/<(\w+)>\s*<(\w+)>\s*<(\w+)>/g)) {
      const first = Number.parseInt(from, 16)
      for (let code = first; code <= Number.parseInt(to, 16); code += 1)
        letters.set(code, String.fromCharCode(fromHex(text).charCodeAt(0) + code - first))
    }
  return letters
}

function written(content: string, fonts: ReadonlyMap<string, Font>): string {
  let font: Font | undefined
  let text = ''
  for (const [said, name, show] of content.matchAll(/\/(\w+) [\d.-]+ Tf|((?:\[[^\]]*\]|<\w*>)\s*T[jJ])|\bET\b/g)) {
    if (name !== undefined) font = fonts.get(name)
    else if (show === undefined) text += said === 'ET' ? '\n' : ''
    else
      for (const [, hex = ''] of show.matchAll(/<(\w*)>/g))
        for (const code of hex.match(font?.bytes === 1 ? /../g : /..../g) ?? [])
          text += font?.letters.get(Number.parseInt(code, 16)) ?? ''
  }
  return text
}

export function pagesOf(pdf: Buffer): readonly string[] {
  const parts = partsOf(pdf)
  const textAt = (number: number): string => parts.get(number)?.stream?.toString('latin1') ?? ''
  const fonts = new Map<string, Font>()
  for (const [number, { head }] of parts) {
    const map = /\/ToUnicode (\d+) 0 R/.exec(head)?.[1]
    if (!map) continue
    // Chromium names a font by the number of its object.
    fonts.set(`F${number}`, { bytes: head.includes('/Type0') ? 2 : 1, letters: lettersOf(textAt(Number(map))) })
  }
  return [...parts.values()]
    .filter(({ head }) => /\/Type \/Page\b/.test(head))
    .map(({ head }) => {
      const contents = /\/Contents (?:\[([^\]]*)\]|(\d+ 0 R))/.exec(head)
      const numbers = [...(contents?.[1] ?? contents?.[2] ?? '').matchAll(/(\d+) 0 R/g)].map(([, one]) => Number(one))
      return numbers.map((number) => written(textAt(number), fonts)).join('\n')
    })
}

/** Letters alone: a line on paper breaks where it likes, and a font may stand in with a ligature or a radical. */
export const compact = (text: string): string => text.normalize('NFKC').replace(/\s+/g, '')
