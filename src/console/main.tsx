/** Starts the browser's side: theme, words, who is signed in, then the page of the path. */
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { startWords } from './i18n/start.ts'
import { askWhoIsHere } from './session.ts'
import './shell.css'
import './theme.css'
import { wearTheme } from './theme.ts'

wearTheme()
await Promise.all([startWords(), askWhoIsHere()])
const root = document.getElementById('root')
if (!root) throw new Error('index.html has no #root')
createRoot(root).render(<App />)
