/** Opens access as one value: policies, people, sessions, machines, ledger, vault; composition calls it once. */
import type { Chance, Clock } from '../../core/time.ts'
import type { Database } from '../../journal/io/database.ts'
import type { Journal } from '../../journal/journal.ts'
import type { Access } from '../access.ts'
import { tokenIn as tokenInCookie } from '../cookie.ts'
import type { Principal } from '../roles.ts'
import { openPolicies } from './cedar.ts'
import { type OpenLedger, openLedger, type StandingOf } from './ledger.ts'
import { type Machine, openMachines, tokenIn } from './machines.ts'
import { type MasterKey, openMasterKey } from './master-key.ts'
import { openPasswords } from './passwords.ts'
import { openPeople, type People } from './people.ts'
import { openSessions, type Sessions } from './sessions.ts'
import { openSignIn, type SignIn } from './sign-in.ts'
import { type OpenVault, openVault } from './vault.ts'

export type AccessGiven = {
  readonly database: Database
  readonly journal: Journal
  readonly clock: Clock
  readonly chance: Chance
  /** Where the master key's file lies when the environment does not hold the key. */
  readonly dataFolder: string
  /** FIRSTMINUTE_MASTER_KEY. */
  readonly masterKey?: string
  readonly machines: readonly Machine[]
  readonly standingOf: StandingOf
  /** Lets people without a password sign in by one click; refused by `firstminute serve`. */
  readonly demo: boolean
  /** Whether browsers reach the server by https: decides the cookie's name and `Secure`. */
  readonly https: boolean
}

type Headers = Readonly<Record<string, string | undefined>>

export type OpenAccess = Access & {
  readonly ledger: OpenLedger
  readonly vault: OpenVault
  readonly people: People
  readonly sessions: Sessions
  readonly signIn: SignIn
  readonly masterKey: MasterKey
  readonly demo: boolean
  readonly https: boolean
  /** The person of a session cookie or the machine of a token; null: nobody that is known. */
  resolvePrincipal(knock: 'signed-in' | 'machine', headers: Headers): Promise<Principal | null>
}

/** Throws one sentence when the policies, the master key or the machines' tokens are at fault. */
export async function openAccess(given: AccessGiven): Promise<OpenAccess> {
  const { database, journal, clock, chance, demo, https } = given
  const { authorise } = await openPolicies()
  const masterKey = await openMasterKey({
    dataFolder: given.dataFolder,
    ...(given.masterKey ? { fromEnvironment: given.masterKey } : {}),
  })
  const vault = await openVault({ database, journal, masterKey })
  const passwords = await openPasswords()
  const people = openPeople({ database, journal, passwords, chance })
  const sessions = openSessions({ database, chance, demo })
  const signIn = openSignIn({ journal, people, passwords, sessions, masterKey })
  const ledger = openLedger({ journal, chance, standingOf: given.standingOf })
  const machines = openMachines(given.machines)

  return {
    authorise,
    ledger,
    vault,
    people,
    sessions,
    signIn,
    masterKey,
    demo,
    https,
    async resolvePrincipal(knock, headers) {
      if (knock === 'machine') {
        const token = tokenIn(headers.authorization)
        return token === null ? null : machines.byToken(token)
      }
      const token = tokenInCookie(headers.cookie, https)
      return token === null ? null : sessions.find(token, clock())
    },
  }
}
