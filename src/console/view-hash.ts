/** The hash of a view, in the browser: by a library, because WebCrypto is not offered on plain http from another machine. */
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import { openViewHash } from '../dispatch/replay/view.ts'

export const viewHash = openViewHash((text) => bytesToHex(sha256(utf8ToBytes(text))))
