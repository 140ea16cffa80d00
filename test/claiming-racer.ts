/** A process of its own that makes one claim when it is told to: `node test/claiming-racer.ts <database> <camera|radar>`; for the race in src/server/claiming.test.ts. */
import { pino } from 'pino'
import { openDatabase } from '../src/journal/io/database.ts'
import { openJournal } from '../src/journal/io/log.ts'
import { claimed } from '../src/server/claiming.fixture.ts'
import { openClaiming } from '../src/server/claiming.ts'

const [url = '', kind = 'radar'] = process.argv.slice(2)
const database = openDatabase(url, { max: 2, idleS: 2 })
const claim = openClaiming({ journal: openJournal(database, Date.now) }, Date.now, pino({ level: 'silent' }))
await database.sql`select 1`
process.stdout.write('ready\n')
process.stdin.once('data', async () => {
  const { source, raised, still } = claimed(kind === 'camera' ? 'camera' : 'radar', Date.now())
  await claim(source, raised, still)
  await database.close()
  process.exit(0)
})
