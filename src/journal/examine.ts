/** Examines an export line by line and names what was done to it: facts changed, removed, added, moved or cut off, checkpoints that do not hold. */
import { leafBytes } from './canonical.ts'
import { type Checkpoint, type CheckSignature, openCheckpoint } from './checkpoint.ts'
import { type Line, readLine } from './export.ts'
import { growingTree, leafHash, type Sha256, sameHash } from './merkle.ts'

export type Verdict = {
  readonly ok: boolean
  /** Facts seen, and facts that the header promises. */
  readonly facts: number
  readonly size: number | null
  /** One sentence each; empty when ok. */
  readonly problems: readonly string[]
  /** The verifier key of the newest checkpoint. */
  readonly key: string | null
}

export type Examiner = {
  /** Facts seen so far. */
  readonly facts: number
  line(bytes: Uint8Array): void
  /** `cut`: the file ended inside a line. */
  end(cut: boolean): Verdict
}

type FactLine = Extract<Line, { kind: 'fact' }>

const hexOf = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
const bytesOf = (hex: string): Uint8Array =>
  Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
const span = (from: number, to: number): string => (from === to ? `Fact ${from} was` : `Facts ${from} to ${to} were`)

/** `trusted`: the verifier key that the inspector holds; without it the export is proven against the key inside it. */
export function openExaminer(sha256: Sha256, check: CheckSignature, trusted?: string): Examiner {
  const problems: string[] = []
  const tree = growingTree(sha256)
  /** False from the first place on where the leaf hashes cannot be known: roots say nothing more. */
  let whole = true
  /** A problem was named since the last checkpoint that held. */
  let doubtful = false
  let sealedTo = 0
  let lines = 0
  let head: { readonly key: string; readonly size: number; readonly checkpoint: Checkpoint | null } | null = null
  let due = 1
  let unreadable = 0
  /** A fact whose number is not the one that is due: what comes next tells whether the number was changed or facts were moved. */
  let odd: FactLine | null = null
  const missing = new Map<number, number>()

  const report = (sentence: string): void => {
    problems.push(sentence)
    doubtful = true
  }

  function take(line: FactLine, number: number): void {
    const own = hexOf(leafHash(sha256, leafBytes(line.fact)))
    if (line.fact.seq !== number) report(`Fact ${number} was changed: it calls itself ${line.fact.seq}.`)
    else if (!line.exact) report(`Fact ${number} was changed: its line is not in the form that was written.`)
    else if (own !== line.hash) report(`Fact ${number} was changed: it does not match its hash.`)
    if (head && number > head.size) report(`Fact ${number} was added behind the end of ${head.size} that was signed.`)
    tree.add(bytesOf(line.hash))
    due = number + 1
  }

  function miss(to: number): void {
    for (let number = due; number <= to; number++) missing.set(number, to)
    whole = false
    doubtful = true
    due = to + 1
  }

  function settleOdd(next: number): void {
    const line = odd
    odd = null
    if (!line) return
    const { seq } = line.fact
    if (next === due + 1) take(line, due)
    else if (seq > due) {
      miss(seq - 1)
      take(line, seq)
    } else if (missing.delete(seq)) report(`Fact ${seq} stands in the wrong place: behind fact ${due - 1}.`)
    else report(`A second line that calls itself fact ${seq} was added behind fact ${due - 1}.`)
  }

  /** `next`: the number of the fact that comes, or would come behind the checkpoint or the end that comes. */
  function settle(next: number): void {
    settleOdd(next)
    if (unreadable === 0) return
    if (next > due) {
      report(`${span(due, next - 1)} changed: ${next - 1 === due ? 'its line' : 'their lines'} cannot be read.`)
      whole = false
      due = next
    } else
      report(`A line that cannot be read stands behind fact ${due - 1}: a checkpoint was changed, or a line was added.`)
    unreadable = 0
  }

  function checkRoot({ size, root }: Checkpoint): void {
    if (!whole || size !== tree.size) return
    if (sameHash(root, tree.root())) sealedTo = size
    else {
      if (!doubtful)
        report(
          `Facts ${sealedTo + 1} to ${size} do not match what was signed: at least one of them was changed together with its hash.`,
        )
      whole = false
    }
    doubtful = false
  }

  return {
    get facts() {
      return due - 1
    },
    line(bytes) {
      const line = readLine(bytes)
      lines++
      if (lines === 1) {
        if (line.kind === 'header') {
          const opened = openCheckpoint(sha256, line.note, line.key, check)
          head = { key: line.key, size: line.size, checkpoint: opened }
          if (!line.exact || !opened || opened.size !== line.size)
            report('The header was changed: its checkpoint does not carry a valid signature.')
          if (trusted !== undefined && trusted !== line.key)
            report(`The export is signed with the key ${line.key}, not with the one that was named.`)
          return
        }
        report('The first line is not the header of a Firstminute export, or it was changed.')
        if (line.kind === 'unreadable') return
      }
      switch (line.kind) {
        case 'fact':
          settle(line.fact.seq)
          if (line.fact.seq === due) take(line, due)
          else odd = line
          return
        case 'checkpoint': {
          const opened = openCheckpoint(sha256, line.note, line.key, check)
          const size = opened?.size ?? due - 1 + (odd ? 1 : 0)
          settle(size + 1)
          if (!opened || !line.exact)
            report(`The checkpoint behind fact ${due - 1} was changed: its signature does not hold.`)
          else if (size < due - 1)
            report(`A checkpoint of ${size} facts stands in the wrong place: behind fact ${due - 1}.`)
          else {
            if (size >= due) miss(size)
            checkRoot(opened)
          }
          return
        }
        case 'header':
          report(`A second header stands behind fact ${due - 1}: two exports were put together.`)
          return
        case 'unreadable':
          unreadable++
          return
      }
    },
    end(cut) {
      if (lines === 0) report('The file is empty: there is no export in it.')
      const size = head?.size ?? null
      const promised = size ?? due - 1 + (odd ? 1 : 0)
      settleOdd(promised + 1)
      if (cut || due <= promised) {
        const where = cut ? `in the middle of a line behind fact ${due - 1}` : `behind fact ${due - 1}`
        report(`The file ends ${where}: it was cut off, ${size ?? 'an unknown number of'} facts were signed.`)
        whole = false
      } else settle(promised + 1)
      for (const [number, to] of missing) {
        if (missing.has(number - 1) && missing.get(number - 1) === to) continue
        let last = number
        while (missing.get(last + 1) === to) last++
        report(`${span(number, last)} removed.`)
      }
      if (head?.checkpoint) checkRoot(head.checkpoint)
      return { ok: problems.length === 0, facts: due - 1, size, problems, key: head?.key ?? null }
    },
  }
}
