/** A detector host: watches several cameras in one process and speaks one line protocol, over whatever carries its lines. */
import { spawnSync } from 'node:child_process'
import { createReadStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type ObjectDetector, openObjectDetector } from '../model/object-detector.ts'
import { readModel } from '../model/store.ts'
import { Ring } from '../video/ring.ts'
import { openAnalysis } from './analysis.ts'
import { CameraLife } from './camera-life.ts'
import { closeLook } from './close-look.ts'
import { type HostSaid, type Order, WIRE_VERSION } from './host-wire.ts'
import { openLateness } from './pulse.ts'
import { rehearse } from './rehearse.ts'
import { openStills } from './stills.ts'

export type HostOptions = {
  readonly capacity: number
  /** Camera ids it is meant for; empty: any. */
  readonly cameras: readonly string[]
  /** Where the rings of recorded files are kept. */
  readonly recordings: string
  /** The folder that `firstminute model add` keeps weights in; without any, everything runs on one sign. */
  readonly models: string
}

export type Host = {
  hear(order: Order): void
  /** A new way to the server: what it says goes there from now on, beginning with `hello` and what was not yet received. */
  speakTo(say: (said: HostSaid) => void): void
  close(): Promise<void>
}

const CLIP_PIECE_BYTES = 512 * 1024
const SAY_AGAIN_MS = 5_000
/** Warnings that nobody takes are kept up to this many; then the oldest goes, as the newest are the ones that can still be acted on. */
const MOST_KEPT = 500

export function openHost(options: HostOptions): Host {
  const hasFfmpeg = spawnSync('ffmpeg', ['-version'], { stdio: 'ignore' }).status === 0
  const lives = new Map<string, CameraLife>()
  const watched = new Map<string, string>()
  const unreceived = new Map<string, HostSaid>()
  const asks = new Map<string, AbortController>()
  const lateness = openLateness()
  const stills = openStills()
  let speak: (said: HostSaid) => void = () => {}
  const say = (said: HostSaid): void => {
    if (said.kind === 'warning') {
      unreceived.set(said.key, said)
      const oldest = unreceived.keys().next().value
      if (unreceived.size > MOST_KEPT && oldest !== undefined) unreceived.delete(oldest)
    }
    speak(said)
  }
  const sayAgain = (): void => {
    for (const said of unreceived.values()) speak(said)
  }
  const again = setInterval(sayAgain, SAY_AGAIN_MS)
  const objects = readModel(options.models)
    .catch((error: unknown) => {
      process.stderr.write(`object detector: ${error instanceof Error ? error.message : 'its record cannot be read'}\n`)
      return null
    })
    .then((model) =>
      openObjectDetector({ model, onTrouble: ({ why }) => void process.stderr.write(`object detector: ${why}\n`) }),
    )
  let detector: ObjectDetector | null = null
  void objects.then((opened) => {
    detector = opened
  })
  const analysis = openAnalysis({
    onSeen: (seen) => {
      lives.get(seen.id)?.onSeen(seen)
      const { ask, id, picture } = seen
      if (ask && detector)
        void detector.look(id, picture, ask).then((answer) => {
          if (answer) analysis.told(id, answer)
        })
    },
    onReplaced: (cameras, why) => {
      process.stderr.write(`an analysis thread was replaced: ${why}\n`)
      for (const id of cameras) lives.get(id)?.onReplaced()
    },
  })

  /** What is watched already goes on: a server that comes back costs nothing that was learnt. */
  function watch(order: Order & { do: 'watch' }): void {
    const { camera } = order
    const { held: _held, ...asked } = order
    const record = JSON.stringify(asked)
    if (watched.get(camera.id) === record) return
    watched.set(camera.id, record)
    lives.get(camera.id)?.close()
    lives.set(
      camera.id,
      new CameraLife(order, {
        analysis,
        stills,
        lateness,
        ring: new Ring(join(options.recordings, camera.id)),
        hasFfmpeg,
        clock: Date.now,
        chance: Math.random,
        say,
      }),
    )
  }

  function unwatch(camera: string): void {
    lives.get(camera)?.close()
    lives.delete(camera)
    watched.delete(camera)
  }

  /** Runs until it is answered or stopped; whoever asked gets one end or one refusal. */
  function answer(ask: string, work: (signal: AbortSignal) => Promise<HostSaid>): void {
    const stop = new AbortController()
    asks.set(ask, stop)
    work(stop.signal)
      .catch((): HostSaid => ({ kind: 'refused', ask, refusal: 'camera-down' }))
      .then((said) => {
        asks.delete(ask)
        say(said)
      })
  }

  async function clip({ ask, camera, from, to }: Order & { do: 'clip' }, signal: AbortSignal): Promise<HostSaid> {
    const life = lives.get(camera)
    if (!hasFfmpeg) return { kind: 'refused', ask, refusal: 'no-recorder' }
    if (!life) return { kind: 'refused', ask, refusal: 'camera-down' }
    const cut = await life.ring.cut(from, to, Date.now, () => !life.isDown, signal)
    if (!cut.ok) return { kind: 'refused', ask, refusal: life.isDown ? 'camera-down' : cut.refusal }
    const { file, ...times } = cut.value
    try {
      for await (const piece of createReadStream(file, { highWaterMark: CLIP_PIECE_BYTES }))
        if (!signal.aborted) say({ kind: 'piece', ask, base64: Buffer.from(piece).toString('base64') })
    } finally {
      await rm(dirname(file), { recursive: true, force: true })
    }
    return { kind: 'end', ask, result: { ...times, streamCopied: life.isStreamCopied } }
  }

  async function trial({ ask, camera, lastMs }: Order & { do: 'rehearse' }, signal: AbortSignal): Promise<HostSaid> {
    const life = lives.get(camera.id)
    if (!life) return { kind: 'refused', ask, refusal: 'camera-down' }
    const result = await rehearse(life.ring, camera, lastMs, Date.now(), signal, (step) =>
      say({ kind: 'step', ask, step }),
    )
    return { kind: 'end', ask, result }
  }

  async function look({ ask, camera, forMs }: Order & { do: 'close-look' }, signal: AbortSignal): Promise<HostSaid> {
    const life = lives.get(camera)
    const seen = life ? await closeLook(life.closeSource, forMs, signal) : null
    return seen ? { kind: 'end', ask, result: seen } : { kind: 'refused', ask, refusal: 'camera-down' }
  }

  return {
    hear(order) {
      switch (order.do) {
        case 'watch':
          watch(order)
          return
        case 'unwatch':
          unwatch(order.camera)
          return
        case 'only': {
          const kept = new Set(order.cameras)
          for (const camera of [...lives.keys()]) if (!kept.has(camera)) unwatch(camera)
          return
        }
        case 'redraw':
          lives.get(order.camera.id)?.redraw(order.camera)
          return
        case 'live':
          lives.get(order.camera)?.live(order.on)
          return
        case 'video':
          lives.get(order.camera)?.video(order.on)
          return
        case 'leave-home':
          lives.get(order.camera)?.leaveHome()
          return
        case 'come-home':
          lives.get(order.camera)?.comeHome()
          return
        case 'clip':
          answer(order.ask, (signal) => clip(order, signal))
          return
        case 'rehearse':
          answer(order.ask, (signal) => trial(order, signal))
          return
        case 'close-look':
          answer(order.ask, (signal) => look(order, signal))
          return
        case 'stop':
          asks.get(order.ask)?.abort()
          return
        case 'received':
          unreceived.delete(order.key)
          return
        case 'beat':
          say({
            kind: 'beat',
            n: order.n,
            looks: detector?.counts().answered ?? null,
            model: detector?.state() ?? { state: 'none' },
          })
          return
      }
    },
    speakTo(to) {
      speak = to
      const { capacity, cameras } = options
      say({ kind: 'hello', wire: WIRE_VERSION, capacity, cameras: [...cameras], hasFfmpeg })
      sayAgain()
    },
    async close() {
      speak = () => {}
      clearInterval(again)
      lateness.end()
      for (const stop of asks.values()) stop.abort()
      for (const life of lives.values()) life.close()
      lives.clear()
      await Promise.all([analysis.end(), stills.end(), (await objects).close()])
    },
  }
}
