/** The simulator's command line: `prepare` lays out the city in a folder, `run` lets it live until stdin closes or SIGTERM. */
import { command } from './io/command.ts'

process.exitCode = await command(process.argv.slice(2))
