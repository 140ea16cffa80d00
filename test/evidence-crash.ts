/** A server that is killed in the middle of erasing: the file is gone, the fact is not written. */
import { randomBytes } from 'node:crypto'
import { DAY } from '../src/core/time.ts'
import { openDatabase } from '../src/journal/io/database.ts'
import { openJournal } from '../src/journal/io/log.ts'
import { openFolder } from '../src/sensing/io/evidence/folder.ts'
import { eraseDue } from '../src/sensing/io/evidence/retention.ts'

const [url = '', path = '', at = ''] = process.argv.slice(2)
const clock = (): number => Number(at)
const database = openDatabase(url)
await eraseDue(
  {
    journal: openJournal(database, clock),
    database,
    clock,
    chance: (bytes) => randomBytes(bytes),
    folder: await openFolder(path),
    keepMs: 30 * DAY,
    // Inside the transaction of the last fact, behind the deleted file.
    forgetStills: async () => {
      process.kill(process.pid, 'SIGKILL')
      await new Promise(() => {})
    },
    trouble: () => {},
  },
  clock(),
)
