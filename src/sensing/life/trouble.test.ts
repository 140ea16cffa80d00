import assert from 'node:assert/strict'
import { test } from 'node:test'
import { TROUBLE_TEXT, troubleOf } from './trouble.ts'

test('what ffmpeg complains of becomes one word that an operator can be shown in both languages', () => {
  for (const [line, word] of [
    ['[rtsp @ 0x5581] [error] method DESCRIBE failed: 401 Unauthorized', 'not-allowed'],
    ['[http @ 0x1] [error] HTTP error 404 Not Found', 'not-found'],
    ['[tcp @ 0x1] [error] Connection to tcp://10.0.0.7:554?timeout=5000000 failed: Connection refused', 'unreachable'],
    ['[error] rtsp://10.0.0.7/1: Connection timed out', 'unreachable'],
    ["[fatal] Stream map '0:v:0' matches no streams.", 'no-video'],
    ['[error] Decoder (codec none) not found for input stream #0:0', 'unknown-codec'],
    ['[mov,mp4 @ 0x1] [error] moov atom not found', 'broken-video'],
    ['[error] cut.ts: Invalid data found when processing input', 'broken-video'],
    ['something else', 'no-picture'],
  ] as const) {
    assert.equal(troubleOf([line]), word, line)
    assert.ok(TROUBLE_TEXT[word].zh.length > 0 && TROUBLE_TEXT[word].en.length > 0)
  }
})
