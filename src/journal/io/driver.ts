/**
 * postgres.js 3.4.9 with its faults at a connection's end mended as it is loaded, so that the end of a connection never ends the process
 * (upstream issues 1154 and 1208) and never lets the rest of a lost transaction run outside of one. Values come from here, types from 'postgres'.
 */
import { createRequire, registerHooks } from 'node:module'
import type Postgres from 'postgres'

type Mend = { readonly file: string; readonly from: string; readonly to: string }

const MENDS: readonly Mend[] = [
  {
    // A write that was put off to the next turn finds no socket any more: the query fails instead of the process.
    file: '/postgres/cjs/src/connection.js',
    from: 'const x = socket.write(chunk, fn)',
    to: `if (socket === null) {
      nextWriteTimer !== null && clearImmediate(nextWriteTimer)
      chunk = nextWriteTimer = null
      error(Errors.connection('CONNECTION_CLOSED', options))
      query = null
      return false
    }
    const x = socket.write(chunk, fn)`,
  },
  {
    // Bytes meant for the old connection must not be sent in front of the next one's greeting.
    file: '/postgres/cjs/src/connection.js',
    from: "clearImmediate(nextWriteTimer)\n    socket.removeListener('data', data)",
    to: "clearImmediate(nextWriteTimer)\n    chunk = nextWriteTimer = null\n    socket.removeListener('data', data)",
  },
  {
    // A statement sent between the socket's error and its close would wait for ever, and a last word of the old connection
    // would refuse the first statement on the new one. The semicolon: the line before ends in a call without one.
    file: '/postgres/cjs/src/connection.js',
    from: "!hadError && (query || sent.length) && error(Errors.connection('CONNECTION_CLOSED', options, socket))",
    to: ";(query || sent.length) && error(Errors.connection('CONNECTION_CLOSED', options, socket))\n    query = results = errorResponse = null\n    result = new Result()",
  },
  {
    file: '/postgres/cjs/src/index.js',
    from: 'let savepoints = 0\n',
    to: 'let savepoints = 0\n      , lost = null\n',
  },
  {
    file: '/postgres/cjs/src/index.js',
    from: 'connection.onclose = reject',
    to: 'connection.onclose = e => { lost = e; reject(e) }',
  },
  {
    // A transaction whose connection has gone gets no further statement: on the reconnected one each would commit alone.
    file: '/postgres/cjs/src/index.js',
    from: 'q.catch(e => uncaughtError || (uncaughtError = e))\n',
    to: 'q.catch(e => uncaughtError || (uncaughtError = e))\n        if (lost) return q.reject(lost)\n',
  },
]

/** Throws when the driver is not the one that these mends were written for. */
function mended(url: string, source: string): string {
  return MENDS.filter((mend) => url.endsWith(mend.file)).reduce((text, { from, to }) => {
    if (text.split(from).length !== 2) throw new Error(`postgres.js has changed: look at driver.ts again (${from}).`)
    return text.replace(from, () => to)
  }, source)
}

const hooks = registerHooks({
  load(url, context, next) {
    const loaded = next(url, context)
    if (!loaded.source || !MENDS.some((mend) => url.endsWith(mend.file))) return loaded
    const source = typeof loaded.source === 'string' ? loaded.source : new TextDecoder().decode(loaded.source)
    return { ...loaded, source: mended(url, source) }
  },
})
// The package's CommonJS half is loaded here and by nobody else; its export is what its types describe.
const postgres = createRequire(import.meta.url)('postgres') as typeof Postgres
hooks.deregister()

export default postgres
