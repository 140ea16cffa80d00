#!/usr/bin/env node
// Starts the command line under Node 24: any Node from 20 on may run this file, and it hands over to the npm package `node`.
import { handOver } from './hand-over.mjs'

await handOver(new URL('../src/server/cli.ts', import.meta.url), process.argv.slice(2))
