import assert from 'node:assert/strict'
import { test } from 'node:test'
import { backoffMs } from './backoff.ts'
import { withoutCredentials } from './redact.ts'

test("a camera's user name and password are never printed", () => {
  for (const text of [
    'rtsp://admin:s3cret@10.0.0.7:554/1: refused',
    'http://admin:p@ss@s3cret@cam/x.y4m',
    'http://cam/v?user=admin&password=s3cret&x=1',
  ]) {
    assert.doesNotMatch(withoutCredentials(text), /s3cret|admin/)
    assert.match(withoutCredentials(text), /10\.0\.0\.7|cam/)
  }
})

test('waits double from one second to a minute, and are spread', () => {
  assert.deepEqual(
    [1, 2, 3, 7, 50].map((failures) => backoffMs(failures, 0)),
    [1000, 2000, 4000, 60_000, 60_000],
  )
  assert.equal(backoffMs(1, 0.999) >= 750 && backoffMs(1, 0.999) < 1000, true)
})
