/** Reads an OSM PBF file block by block: one block in memory, whatever its size; what is cut short or broken is refused in words. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { inflateSync, zstdDecompressSync } from 'node:zlib'
import { PbfReader } from 'pbf'
import { ok, type Result, refuse } from '../../core/result.ts'
import type { OsmListener } from '../osm.ts'
import { readBlock, strangeFeatures } from '../pbf-block.ts'

export type PbfRefusal = 'no-file' | 'not-pbf' | 'cut-short' | 'broken-block' | 'strange-format'

/** Limits of the format itself. */
const LONGEST_HEADER = 64 * 1024
const LARGEST_BLOB = 32 * 1024 * 1024

/** The whole file to the listener; `onProgress` gets the share read, 0–1. */
export function readPbf(
  file: string,
  listener: OsmListener,
  onProgress: (share: number) => void = () => {},
): Result<null, PbfRefusal> {
  let handle: number
  try {
    handle = openSync(file, 'r')
  } catch {
    return refuse('no-file', `there is no file ${file} that can be read`)
  }
  try {
    return readBlobs(handle, listener, onProgress)
  } finally {
    closeSync(handle)
  }
}

function readBlobs(
  handle: number,
  listener: OsmListener,
  onProgress: (share: number) => void,
): Result<null, PbfRefusal> {
  const { size } = fstatSync(handle)
  let at = 0
  let block = 0
  const take = (length: number): Buffer | null => {
    const bytes = Buffer.allocUnsafe(length)
    for (let read = 0; read < length; ) {
      const got = readSync(handle, bytes, read, length - read, at + read)
      if (got === 0) return null
      read += got
    }
    at += length
    return bytes
  }
  while (at < size) {
    block += 1
    const cut = refuse('cut-short', `the file ends inside block ${block}: it was not copied or loaded whole`)
    const head = take(4)
    if (head === null) return block === 1 ? refuse('not-pbf', 'this is not an OSM PBF file') : cut
    const headerLength = head.readUInt32BE(0)
    if (headerLength === 0 || headerLength > LONGEST_HEADER)
      return block === 1
        ? refuse('not-pbf', 'this is not an OSM PBF file')
        : refuse('broken-block', `block ${block} does not begin as one`)
    const header = take(headerLength)
    if (header === null) return block === 1 ? refuse('not-pbf', 'this is not an OSM PBF file') : cut
    try {
      const { type, bytes: length } = blobHeader(header)
      if (block === 1 && type !== 'OSMHeader') return refuse('not-pbf', 'this is not an OSM PBF file')
      if (length > LARGEST_BLOB)
        return refuse('broken-block', `block ${block} says that it is larger than blocks can be`)
      const blob = take(length)
      if (blob === null) return cut
      if (type === 'OSMHeader') {
        const strange = strangeFeatures(contentOf(blob))
        if (strange.length > 0)
          return refuse('strange-format', `the file needs a reader that understands ${strange.join(', ')}`)
      } else if (type === 'OSMData') readBlock(contentOf(blob), listener)
    } catch (error) {
      return refuse(
        'broken-block',
        `block ${block} is broken: ${error instanceof Error ? error.message : 'unreadable'}`,
      )
    }
    onProgress(at / size)
  }
  return block === 0 ? refuse('not-pbf', 'the file is empty') : ok(null)
}

function blobHeader(bytes: Uint8Array): { readonly type: string; readonly bytes: number } {
  const header = { type: '', bytes: -1 }
  new PbfReader(bytes).readFields((tag, found, pbf) => {
    if (tag === 1) found.type = pbf.readString()
    else if (tag === 3) found.bytes = pbf.readVarint()
  }, header)
  if (header.bytes < 0) throw new Error('it does not say how long it is')
  return header
}

function contentOf(blob: Uint8Array): Uint8Array {
  let content: Uint8Array | null = null
  let size = -1
  new PbfReader(blob).readFields((tag, _found, pbf) => {
    if (tag === 1) content = pbf.readBytes()
    else if (tag === 2) size = pbf.readVarint()
    else if (tag === 3) content = inflateSync(pbf.readBytes(), { maxOutputLength: LARGEST_BLOB })
    else if (tag === 7) content = zstdDecompressSync(pbf.readBytes(), { maxOutputLength: LARGEST_BLOB })
  }, null)
  const found: Uint8Array | null = content
  if (found === null) throw new Error('it is packed in a way that is not understood')
  if (size >= 0 && (found as Uint8Array).length !== size) throw new Error('it is not as long as it says') // assigned in a closure, which control flow does not see
  return found
}
