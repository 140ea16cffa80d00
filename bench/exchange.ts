/** What centres say to each other and to the public: samples and broken ones judged, the way there and back, attacks on the XML reader, and how fast the public knows. */
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { readCap, writeCap } from '../src/dispatch/exchange/cap-xml.ts'
import { readEido } from '../src/dispatch/exchange/eido-read.ts'
import { canonical } from '../src/journal/canonical.ts'
import { openCentre } from '../test/centre.ts'
import { ATTACKS, BROKEN, capNames, capSample, INVALID } from '../test/exchange/cap-samples.ts'
import { officialSample, openOracle } from '../test/exchange/eido-oracle.ts'
import { mutantsAt, places } from '../test/exchange/mutants.ts'
import { type BenchResult, percentile, type Row } from './result.ts'

type Counted = { readonly all: number; readonly wrong: number }

export async function run(): Promise<BenchResult> {
  const samples = capNames().map((name) => ({ name, xml: capSample(name) }))
  const cap = count(samples, ({ name, xml }) => readCap(xml).ok !== INVALID.has(name))
  const good = capSample('australia.cap')
  const broken = count(BROKEN, ([, breaking]) => !readCap(breaking(good)).ok)
  const thereAndBack = count(
    samples.filter(({ name }) => !INVALID.has(name)),
    ({ xml }) => {
      const read = readCap(xml)
      const again = read.ok ? readCap(writeCap(read.value)) : read
      return read.ok && again.ok && canonical(read.value) === canonical(again.value)
    },
  )
  const official = openOracle()
  const document = officialSample()
  const read = readEido(document)
  const mutants = [...places(document)].flatMap((path) => mutantsAt(document, path))
  const eido = count([document, ...mutants], (one) => readEido(one).ok === official(one))
  const spent: number[] = []
  const attacks = count(ATTACKS, (xml) => {
    const begun = performance.now()
    const refused = readCap(xml)
    spent.push(performance.now() - begun)
    return !refused.ok && refused.refusal === 'xml-doctype'
  })
  const told = await tellThePublic()
  const rows: Row[] = [
    {
      what: 'CAP samples (7, of them 2 invalid) judged otherwise than the schema',
      value: cap.wrong,
      unit: '',
      must: none,
    },
    { what: `CAP alerts broken in one thing each (${broken.all}) let in`, value: broken.wrong, unit: '', must: none },
    {
      what: `valid CAP samples (${thereAndBack.all}) that come back different`,
      value: thereAndBack.wrong,
      unit: '',
      must: none,
    },
    {
      what: `EIDO sample and its mutants (${eido.all}) judged otherwise than the schema`,
      value: eido.wrong,
      unit: '',
      must: none,
    },
    {
      what: 'EIDO sample comes back different',
      value: read.ok && canonical(read.value) === canonical(document) ? 0 : 1,
      unit: '',
      must: none,
    },
    {
      what: `XML entity attacks (${attacks.all}) that are not refused at their document type`,
      value: attacks.wrong,
      unit: '',
      must: none,
    },
    {
      what: 'longest time that one attack took',
      value: percentile(spent, 1),
      unit: 'ms',
      must: { at: 'most', bound: 50 },
    },
    {
      what: `verdict → readable by anyone (${told.published.length} road messages, the officer takes no time), p99`,
      value: percentile(told.published, 0.99),
      unit: 'ms',
      must: { at: 'most', bound: 30_000 },
    },
    {
      what: 'incident closed → its message over for anyone who reads, p99',
      value: percentile(told.ended, 0.99),
      unit: 'ms',
      must: { at: 'most', bound: 30_000 },
    },
  ]
  return {
    name: 'exchange',
    about:
      'Official samples of CAP (OASIS schema 1.2) and NENA EIDO (STA-021.1b); the EIDO judge beside ours is the official schema in Ajv, with every value of the sample taken out or put in another type in turn. Equal means byte-equal in canonical JSON. Road messages go through a real server: judged, published by one act, then read over HTTP as CAP.',
    rows,
  }
}

const none = { at: 'exactly', bound: 0 } as const

function count<T>(all: readonly T[], right: (one: T) => boolean): Counted {
  return { all: all.length, wrong: all.filter((one) => !right(one)).length }
}

const MESSAGES = 60
const READ_EVERY_MS = 20

/** Milliseconds from each verdict until anyone reads its message, and from each closure until anyone reads that it is over. */
async function tellThePublic(): Promise<{ readonly published: readonly number[]; readonly ended: readonly number[] }> {
  const centre = await openCentre({ agencies: [], people: [{ name: 'officer', role: 'duty-officer' }] })
  const published: number[] = []
  const ended: number[] = []
  try {
    await centre.start()
    const cookie = await centre.signIn('officer')
    const act = async (path: string, body: unknown): Promise<unknown> => {
      const answer = await centre.post(path, body, { cookie })
      if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
      return answer.json()
    }
    const says = async (alert: string): Promise<string> => {
      const answer = await fetch(`${centre.url}/public/alerts/${alert}`)
      const cap = answer.ok ? readCap(await answer.text()) : null
      return cap?.ok ? cap.value.msgType : ''
    }
    for (let n = 0; n < MESSAGES; n++) {
      const at = performance.now()
      const { incident } = opened.parse(
        await act('/api/incidents', {
          kind: 'collision',
          priority: 2,
          place: { position: [120.75, 30.71], label: { zh: 'S12', en: 'S12' }, road: 'S12', kilometre: 40 + n / 10 },
        }),
      )
      const { alert } = publication.parse(await act(`/api/incidents/${incident.id}/road-message`, {}))
      while ((await says(alert.id)) !== 'Alert') await sleep(READ_EVERY_MS)
      published.push(performance.now() - at)
      const closing = performance.now()
      await act(`/api/incidents/${incident.id}/closure`, { outcome: 'resolved' })
      while ((await says(alert.id)) !== 'Cancel') await sleep(READ_EVERY_MS)
      ended.push(performance.now() - closing)
    }
  } finally {
    await centre.close()
  }
  return { published, ended }
}

const opened = z.object({ incident: z.object({ id: z.string() }) })
const publication = z.object({ alert: z.object({ id: z.string() }) })
