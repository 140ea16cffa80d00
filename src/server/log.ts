/** The server's log: JSON lines on stdout with a correlation id; nothing personal, no bodies, no cookies. */
import pino, { type Logger } from 'pino'

/** `FIRSTMINUTE_LOG` sets the level (default info); on a terminal only warnings, because people read there. */
export function openLog(): Logger {
  const level = process.env.FIRSTMINUTE_LOG ?? (process.stdout.isTTY ? 'warn' : 'info')
  return pino({ level, base: { pid: process.pid }, timestamp: pino.stdTimeFunctions.isoTime })
}
