/** Words of names, as they are looked for: without case and accents; of scripts without spaces every ending is a word, so that any part of a name is found by its beginning. Pure. */

const MARKS = /\p{M}+/gu
const RUNS = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]+|[\p{L}\p{N}]+/gu
const SPACELESS = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u
/** Letters that no decomposition takes apart. */
const LETTERS: Readonly<Record<string, string>> = { ß: 'ss', ø: 'o', đ: 'd', ł: 'l', æ: 'ae', œ: 'oe', ı: 'i' }

export function plain(text: string): string {
  return text
    .normalize('NFKD')
    .replace(MARKS, '')
    .toLowerCase()
    .replace(/[ßøđłæœı]/g, (letter) => LETTERS[letter] ?? letter)
}

/** As one types them: 中山路 is one word. Letters and Han next to each other are two. */
export function typedWords(text: string): readonly string[] {
  return (plain(text).match(RUNS) ?? []).flatMap((run) => run.match(/[\p{Script=Han}]+|[^\p{Script=Han}]+/gu) ?? [])
}

/** As they are kept: 中山路 is 中山路, 山路 and 路. */
export function indexedWords(text: string): ReadonlySet<string> {
  const words = new Set<string>()
  for (const word of typedWords(text)) {
    words.add(word)
    if (!SPACELESS.test(word)) continue
    const letters = [...word]
    for (let from = 1; from < letters.length; from += 1) words.add(letters.slice(from).join(''))
  }
  return words
}

/** How many letters may be wrong in a word of this length. */
export function mistakesIn(word: string): number {
  const length = [...word].length
  if (/\d/.test(word) || SPACELESS.test(word)) return 0
  return length < 4 ? 0 : length < 8 ? 1 : 2
}

/**
 * Whether some beginning of `word` is `typed` but for at most `most` letters: one too many, too few, another one, or two changed
 * over (Damerau-Levenshtein, optimal string alignment). Answers the number of mistakes, or null.
 */
export function mistakes(typed: string, word: string, most: number): number | null {
  const width = Math.min(word.length, typed.length + most)
  if (width < typed.length - most) return null
  let before2: number[] = []
  let before: number[] = Array.from({ length: width + 1 }, (_, column) => column)
  for (let row = 1; row <= typed.length; row += 1) {
    const now = [row]
    let least = row
    for (let column = 1; column <= width; column += 1) {
      const same = typed[row - 1] === word[column - 1] ? 0 : 1
      let value = Math.min((before[column] ?? 0) + 1, (now[column - 1] ?? 0) + 1, (before[column - 1] ?? 0) + same)
      if (row > 1 && column > 1 && typed[row - 1] === word[column - 2] && typed[row - 2] === word[column - 1])
        value = Math.min(value, (before2[column - 2] ?? 0) + 1)
      now.push(value)
      least = Math.min(least, value)
    }
    if (least > most) return null
    before2 = before
    before = now
  }
  const found = Math.min(...before)
  return found <= most ? found : null
}
