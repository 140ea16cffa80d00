/** Chooses the page by path and role: nobody signed in goes to /sign-in, everybody else to the page of their work. */
import { ConfigProvider } from 'antd'
import antEn from 'antd/locale/en_US'
import antZh from 'antd/locale/zh_CN'
import { type ComponentType, lazy, type ReactNode, Suspense, useEffect } from 'react'
import type { Role } from '../access/roles.ts'
import type { Language } from '../core/text.ts'
import { kindOf } from '../journal/fact.ts'
import { endRinging } from './away/ringing.ts'
import { leavePicture, startKeeping } from './away/save.ts'
import { useCell } from './cell.ts'
import { useLanguage } from './i18n/language.ts'
import { onFacts, startLive, useLineState } from './live.ts'
import { Loading, NotReached } from './parts/state.tsx'
import { Stops } from './parts/stops.tsx'
import { loadReference } from './reference.ts'
import { go, useRoute } from './route.ts'
import { askWhoIsHere, HOME, onLeaving, type Session, useSession } from './session.ts'
import { ANT, theme } from './theme.ts'

type Path =
  | '/'
  | '/plans'
  | '/agency'
  | '/field'
  | '/wall'
  | '/forms'
  | '/audit'
  | '/cameras'
  | '/replay'
  | '/report'
  | '/sign-in'

const PAGES: Record<Path, ComponentType> = {
  '/': lazy(() => import('../dispatch/console/desk/page.tsx')),
  '/agency': lazy(() => import('../dispatch/console/agency/page.tsx')),
  '/field': lazy(() => import('../dispatch/console/field/page.tsx')),
  '/wall': lazy(() => import('../dispatch/wall/console/page.tsx')),
  '/forms': lazy(() => import('../dispatch/later/console/page.tsx')),
  '/audit': lazy(() => import('../access/console/audit/page.tsx')),
  '/cameras': lazy(() => import('../sensing/console/cameras/page.tsx')),
  '/plans': lazy(() => import('../dispatch/plans/console/page.tsx')),
  '/replay': lazy(() => import('../dispatch/replay/console/page.tsx')),
  '/report': lazy(() => import('../dispatch/report/console/page.tsx')),
  '/sign-in': lazy(() => import('../access/console/page.tsx')),
}
const isPath = (path: string): path is Path => Object.hasOwn(PAGES, path)

/** Whom the policies let edit response plans; the server decides. */
const EDITS_PLANS: Partial<Record<Role, true>> = { supervisor: true }

/** Whom the policies let draw zones; the server decides. */
const DRAWS_CAMERAS: Partial<Record<Role, true>> = { supervisor: true, administrator: true }

/** Whom the policies let put up the wall. */
const SHOWS_WALL: Partial<Record<Role, true>> = { 'duty-officer': true, supervisor: true, 'station-officer': true }

/** Whom the policies let look back. */
const LOOKS_BACK: Partial<Record<Role, true>> = { supervisor: true, auditor: true }

onLeaving(leavePicture)
onLeaving(endRinging)

const REFERS: ReadonlySet<string> = new Set(['calibrated', 'lent', 'given-back', 'loan-lapsed'])

const ANT_LOCALE: Record<Language, typeof antEn> = { zh: antZh, en: antEn }

/** Where this session may not stay, and where it belongs; null: it is in the right place. */
function elsewhere(path: string, session: Session): string | null {
  // Paper is for everybody, and for the hour when nobody can sign in.
  if (path === '/forms') return null
  switch (session.state) {
    case 'unknown':
    case 'not-reached':
      return null
    case 'out':
      return path === '/sign-in' ? null : `/sign-in${path === '/' ? '' : `?to=${encodeURIComponent(path)}`}`
    case 'in': {
      const home = HOME[session.person.role]
      if (path === '/sign-in' || !isPath(path)) return home
      if (path === '/wall') return SHOWS_WALL[session.person.role] ? null : home
      if (path === '/replay' || path === '/report') return LOOKS_BACK[session.person.role] ? null : home
      if (path === '/cameras') return DRAWS_CAMERAS[session.person.role] ? null : home
      if (path === '/plans') return EDITS_PLANS[session.person.role] ? null : home
      // A field officer at the desk, or an agency at the board, would see an empty page.
      return path === home ? null : home
    }
  }
}

export function App(): ReactNode {
  const language = useLanguage()
  const worn = useCell(theme)
  return (
    <ConfigProvider theme={ANT[worn]} locale={ANT_LOCALE[language]}>
      <Stops>
        <Page />
      </Stops>
    </ConfigProvider>
  )
}

function Page(): ReactNode {
  const { path } = useRoute()
  const session = useSession()
  const target = elsewhere(path, session)
  const signedIn = session.state === 'in'
  useEffect(() => {
    if (target) go(target, 'replace')
  }, [target])
  // Whoever stands outside the chain of command follows nothing live, and the past is not overwritten by the present.
  const follows = signedIn && HOME[session.person.role] !== '/audit' && path !== '/replay' && path !== '/report'
  useEffect(() => {
    if (!follows) return undefined
    void loadReference()
    startLive()
    startKeeping()
    // A camera drawn anew, a plan published and a unit lent or given back are part of the reference.
    return onFacts((facts) => {
      if (facts.some(({ fact, stream }) => REFERS.has(fact.type) || kindOf(stream) === 'plan')) void loadReference()
    })
  }, [follows])
  // The server is back: it says who is here, not what this browser remembers.
  const line = useLineState()
  const remembered = session.state === 'in' && session.kept === true
  useEffect(() => {
    if (remembered && line === 'live') void askWhoIsHere()
  }, [remembered, line])
  if (session.state === 'not-reached' && path !== '/field' && path !== '/forms') return <NotReached />
  if (target || session.state === 'unknown' || !isPath(path)) return <Loading />
  const Shown = PAGES[path]
  return (
    <Suspense fallback={<Loading />}>
      <Shown />
    </Suspense>
  )
}
