/** One range of bytes as a player asks for it (RFC 9110 §14); what is not understood is answered whole. Pure. */

/** First and last byte, both included. */
export type ByteRange = { readonly first: number; readonly last: number }

/** null: answer the whole. `unsatisfiable`: it lies beyond the end. Several ranges at once are answered whole, as §14.2 allows. */
export function byteRangeOf(header: string | undefined, size: number): ByteRange | 'unsatisfiable' | null {
  const [, from = '', to = ''] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec((header ?? '').trim()) ?? []
  if (from === '' && to === '') return null
  if (from === '') {
    const length = Math.min(Number(to), size)
    return length > 0 ? { first: size - length, last: size - 1 } : 'unsatisfiable'
  }
  const first = Number(from)
  const last = to === '' ? size - 1 : Math.min(Number(to), size - 1)
  if (to !== '' && Number(to) < first) return null
  return first < size ? { first, last } : 'unsatisfiable'
}
