/** The command line `firstminute`: finds the command, gives it its arguments, and turns its end into an exit code and one sentence. */
import { say } from './say.ts'

type Command = { readonly summary: string; readonly run: (args: readonly string[]) => Promise<number> }

const COMMANDS: Readonly<Record<string, Command>> = {
  demo: {
    summary: 'a simulated city on this machine, with demo people: try everything',
    run: async (args) => (await import('./commands/demo.ts')).demo(args),
  },
  serve: {
    summary: '--config <file>: run the centre for real',
    run: async (args) => (await import('./commands/serve.ts')).serve(args),
  },
  doctor: {
    summary: '[--config <file>]: what is there, what is missing, and the command that mends it',
    run: async (args) => (await import('./commands/doctor.ts')).doctor(args),
  },
  user: {
    summary: 'add --config <file> --name <login> --role <role> …: an account',
    run: async (args) => (await import('./commands/user.ts')).user(args),
  },
  watch: {
    summary: '<file|url> --camera camera.json [--json]: warnings of one video',
    run: async (args) => (await import('./commands/watch.ts')).watch(args),
  },
  model: {
    summary: 'add <file.onnx> | list | remove: the object detector that confirms warnings',
    run: async (args) => (await import('./commands/model.ts')).model(args),
  },
  detector: {
    summary: '--server <url> --token-file <file> [--cameras <ids>]: watch a share of the cameras on another machine',
    run: async (args) => (await import('./commands/detector.ts')).detector(args),
  },
  roads: {
    summary:
      'import <file.osm.pbf> | find | locate | isochrone | route | table | check: the road network, and questions to it',
    run: async (args) => (await import('./commands/roads.ts')).roads(args),
  },
  export: {
    summary: '--config <file> [--out <file>]: the whole journal with its proofs',
    run: async (args) => (await import('./commands/export.ts')).exportJournal(args),
  },
  verify: {
    summary: '[<export>] [--config <file>]: prove the journal whole, offline from an export',
    run: async (args) => (await import('./commands/verify.ts')).verify(args),
  },
}

function help(): string {
  const width = Math.max(...Object.keys(COMMANDS).map((name) => name.length))
  const lines = Object.entries(COMMANDS).map(([name, { summary }]) => `  ${name.padEnd(width)}  ${summary}`)
  return [
    'firstminute: a real-time operations platform for a public-safety centre',
    '',
    ...lines,
    '',
    'Start with `npm start` (the demo).',
  ].join('\n')
}

const [name = 'help', ...args] = process.argv.slice(2)
if (name === 'help' || name === '--help' || name === '-h') {
  console.log(help())
} else {
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined
  if (!command) {
    say(`There is no command "${name}".\n\n${help()}`)
    process.exitCode = 2
  } else {
    process.exitCode = await command.run(args)
  }
}
