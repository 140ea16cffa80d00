/** Where the object model and the roads are kept: the folder that is named, the configuration's, or without either that of the configuration or the demo found here. */
import { existsSync } from 'node:fs'
import { ok, type Result } from '../core/result.ts'
import { loadConfig } from './config.ts'

const HERE = ['firstminute.config.json', 'data/demo/firstminute.config.json'] as const

export async function dataFolder(named: {
  readonly config?: string | undefined
  readonly 'data-folder'?: string | undefined
}): Promise<Result<string>> {
  if (named['data-folder'] !== undefined) return ok(named['data-folder'])
  const file = named.config ?? HERE.find((path) => existsSync(path))
  if (file === undefined) return ok('data')
  const config = await loadConfig(file)
  return config.ok ? ok(config.value.dataFolder) : config
}
