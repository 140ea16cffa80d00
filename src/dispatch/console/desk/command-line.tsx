/** The command line at the foot: opened by `/`, completed by Tab, walked back by the arrow keys; its text is never lost. */
import { type KeyboardEvent, type ReactNode, useEffect, useMemo, useRef, useState } from 'react'
import { useCell } from '../../../console/cell.ts'
import { useBoard } from '../../../console/live.ts'
import { useReference } from '../../../console/reference.ts'
import type { Board } from '../../board.ts'
import { refused } from './acts.ts'
import { complete, parse, type Target, type Vocabulary } from './commands.ts'
import { line, message, panel } from './desk-state.ts'
import { KEYS, keyLabel } from './keys.ts'
import { run } from './run.ts'
import { useDesk } from './words.ts'

const HINTS = ['keys', 'command', 'back', 'undo'] as const
const MOST_REMEMBERED = 50
const MOST_SHOWN = 8
let history: readonly string[] = []

function targetsOf(incidents: Board['incidents']): Vocabulary['targets'] {
  return [...incidents.values()].map(({ id, opened }) => {
    // People say the last part of a number, with or without its zeros.
    const short = opened.number.split('-').at(-1) ?? opened.number
    const value: Target = { what: 'incident', id }
    return { value, names: [short, short.replace(/^0+/, ''), opened.number] }
  })
}

const namesOf = (id: string, text: { readonly zh: string; readonly en: string }): readonly string[] => [
  id,
  text.zh.replaceAll(' ', ''),
  text.en.replaceAll(' ', '-'),
]

/** Made once for a board and not for every letter that is typed. */
function useVocabulary(): Vocabulary {
  const { agencies, units, standby } = useReference()
  const { incidents } = useBoard()
  const targets = useMemo(() => targetsOf(incidents), [incidents])
  return useMemo(
    () => ({
      agencies: agencies.map((agency) => ({ value: agency.id, names: namesOf(agency.id, agency.name) })),
      units: units.map((unit) => ({
        value: { unit: unit.id, agency: unit.agency },
        names: namesOf(unit.id, unit.label),
      })),
      targets,
      posts: standby.map((post) => ({ value: post.id, names: namesOf(post.id, post.name) })),
    }),
    [agencies, units, standby, targets],
  )
}

export function CommandLine(): ReactNode {
  const t = useDesk()
  const now = useCell(line)
  const said = useCell(message)
  return (
    <footer className="command">
      {now.open ? (
        <Input />
      ) : (
        <button type="button" className="fm-plain command-idle" onClick={() => line.set({ ...now, open: true })}>
          <kbd>/</kbd> <span>{now.text || t('command.placeholder')}</span>
        </button>
      )}
      <output className={said?.tone === 'refused' ? 'command-said is-refused' : 'command-said'} aria-live="polite">
        {said?.text}
      </output>
      {now.open ? null : (
        <span className="command-hints">
          {HINTS.map((hint) => (
            <button
              key={hint}
              type="button"
              className="fm-plain"
              tabIndex={hint === 'keys' ? 0 : -1}
              onClick={() => {
                if (hint === 'keys') panel.set('keys')
              }}
            >
              <kbd>{keyLabel(KEYS[hint][0] ?? '')}</kbd> {t(`command.hint.${hint}`)}
            </button>
          ))}
        </span>
      )}
    </footer>
  )
}

function Input(): ReactNode {
  const t = useDesk()
  const { text } = useCell(line)
  const vocabulary = useVocabulary()
  const field = useRef<HTMLInputElement>(null)
  /** How far back in the history; 0: what is being typed. */
  const [back, setBack] = useState(0)
  useEffect(() => field.current?.focus(), [])
  const write = (next: string): void => line.set({ open: true, text: next })
  const possible = complete(text, vocabulary)

  const submit = (): void => {
    const read = parse(text, vocabulary)
    if (!read.ok) {
      refused(t(`command.unread.${read.refusal}`, { candidates: (read.candidates ?? []).slice(0, 12).join(' · ') }))
      return
    }
    history = [text.trim(), ...history.filter((old) => old !== text.trim())].slice(0, MOST_REMEMBERED)
    message.set({ tone: 'said', text: text.trim() })
    line.set({ open: false, text: '' })
    run(read.value)
  }
  const walk = (step: number): void => {
    const next = Math.min(history.length, Math.max(0, back + step))
    setBack(next)
    if (next > 0) write(history[next - 1] ?? '')
  }
  const pressed = (event: KeyboardEvent): void => {
    switch (event.key) {
      case 'Enter':
        submit()
        break
      case 'Escape':
        line.set({ open: false, text })
        break
      case 'Tab': {
        // Without anything to complete Tab leaves the field, as everywhere.
        if (!possible[0] || possible[0] === text) return
        write(possible.length === 1 ? `${possible[0]} ` : possible[0])
        break
      }
      case 'ArrowUp':
        walk(1)
        break
      case 'ArrowDown':
        walk(-1)
        break
      default:
        return
    }
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <div className="command-line">
      <kbd>/</kbd>
      <input
        ref={field}
        value={text}
        spellCheck={false}
        autoComplete="off"
        aria-label={t('command.label')}
        onChange={(event) => write(event.target.value)}
        onKeyDown={pressed}
      />
      <span className="command-possible">
        {possible.slice(0, MOST_SHOWN).map((one) => (
          <button
            key={one}
            type="button"
            className="fm-plain"
            tabIndex={-1}
            onClick={() => {
              write(`${one} `)
              field.current?.focus()
            }}
          >
            {one.split(' ').at(-1)}
          </button>
        ))}
      </span>
    </div>
  )
}
