/** `firstminute user add`: an account, with a password that is read from standard input or made and shown once. */
import { randomBytes } from 'node:crypto'
import { userInfo } from 'node:os'
import { openMasterKey } from '../../access/io/master-key.ts'
import { generatedPassword, openPasswords } from '../../access/io/passwords.ts'
import { openPeople } from '../../access/io/people.ts'
import type { HumanRole, NewPerson } from '../../access/people.ts'
import { ROLES } from '../../access/roles.ts'
import { id, uuidv7 } from '../../core/ids.ts'
import { openJournal } from '../../journal/io/log.ts'
import { readArguments } from '../arguments.ts'
import { loadConfig } from '../config.ts'
import { say } from '../say.ts'
import { besideStore } from '../store.ts'

const USAGE =
  'user add --name <login> --role <role> [--config <file>] [--zh <name>] [--en <name>] [--agency <id>] [--unit <id>] [--station <name>] [--password-stdin]'

const SAYS: Readonly<Record<string, string>> = {
  'agency-needed': 'This role belongs to an agency: name it with --agency.',
  'unit-needed': 'This role belongs to a unit: name it with --unit.',
  'station-needed': 'This role belongs to a station: name it with --station.',
  'binding-not-for-role': 'This role carries no --agency, --unit or --station of that kind: leave it out.',
  'password-too-short': 'The password is too short: twelve characters at least.',
  'password-too-long': 'The password is too long: 256 characters at the most.',
  'password-is-the-name': 'The password holds the sign-in name: choose another.',
  'name-taken': 'Somebody already signs in by this name: choose another.',
  'busy-try-again': 'The server is busy: try again.',
}

async function fromStdin(): Promise<string> {
  let text = ''
  for await (const chunk of process.stdin) text += String(chunk)
  return text.replace(/\r?\n$/, '')
}

export async function user(args: readonly string[]): Promise<number> {
  const string = { type: 'string' } as const
  const read = readArguments(
    args,
    {
      config: { type: 'string', default: 'firstminute.config.json' },
      name: string,
      role: string,
      zh: string,
      en: string,
      agency: string,
      unit: string,
      station: string,
      'password-stdin': { type: 'boolean', default: false },
    },
    { min: 1, max: 1 },
    USAGE,
  )
  if (!read.ok || read.value.positionals[0] !== 'add') {
    say((read.ok ? undefined : read.detail) ?? `usage: firstminute ${USAGE}`)
    return 2
  }
  const { values } = read.value
  const role = ROLES.find((known): known is HumanRole => known === values.role && known !== 'machine')
  if (!values.name || !role) {
    say(`--name and --role are needed; roles: ${ROLES.filter((known) => known !== 'machine').join(', ')}`)
    return 2
  }
  const config = await loadConfig(values.config)
  if (!config.ok) {
    say(config.detail ?? config.refusal)
    return 2
  }
  if (values.agency !== undefined && !config.value.agencies.some((agency) => agency.id === values.agency)) {
    say(
      `No agency "${values.agency}" is configured; there are: ${config.value.agencies.map((agency) => agency.id).join(', ')}`,
    )
    return 2
  }
  const person: NewPerson = {
    signInName: values.name,
    name: { zh: values.zh ?? values.name, en: values.en ?? values.name },
    role,
    ...(values.agency === undefined ? {} : { agency: id<'agency'>(values.agency) }),
    ...(values.unit === undefined ? {} : { unit: id<'unit'>(values.unit) }),
    ...(values.station === undefined ? {} : { station: values.station }),
  }
  const made = values['password-stdin'] ? null : generatedPassword()
  const password = made ?? (await fromStdin())
  const store = await besideStore(config.value, say)
  try {
    // Makes the key where this is the first command on the folder.
    await openMasterKey({
      dataFolder: config.value.dataFolder,
      ...(process.env.FIRSTMINUTE_MASTER_KEY ? { fromEnvironment: process.env.FIRSTMINUTE_MASTER_KEY } : {}),
    })
    const chance = (bytes: number): Uint8Array => randomBytes(bytes)
    const people = openPeople({
      database: store.database,
      journal: openJournal(store.database, Date.now),
      passwords: await openPasswords(),
      chance,
    })
    const at = Date.now()
    const added = await people.add(person, password, {
      by: { kind: 'system', id: `command-line/${userInfo().username}` },
      at,
      correlation: uuidv7(at, randomBytes(10)),
    })
    if (!added.ok) {
      say(SAYS[added.refusal] ?? added.refusal)
      return 1
    }
    say(`${person.name.en} can sign in as ${values.name} (${role}).`)
    if (made) console.log(`password, shown this once: ${made}`)
    return 0
  } finally {
    await store.close()
  }
}
