/** Starts the browser's side: theme, words, who is signed in, then the page of the path. */
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { openKept } from './away/save.ts'
import { startWorker } from './away/worker.ts'
import { startWords } from './i18n/start.ts'
import { askWhoIsHere, session } from './session.ts'
import './shell.css'
import './theme.css'
import { wearTheme } from './theme.ts'

wearTheme()
await Promise.all([startWords(), askWhoIsHere()])
// The crew's page keeps its own, through a worker of its own.
const isCrew = location.pathname.startsWith('/field')
if (!isCrew && session.get().state === 'not-reached') await openKept()
if (!isCrew) startWorker()
const root = document.getElementById('root')
if (!root) throw new Error('index.html has no #root')
createRoot(root).render(<App />)
