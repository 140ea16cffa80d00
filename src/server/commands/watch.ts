/** `firstminute watch`: the warnings of one video, from the command line; the work is sensing's. */
import { watch as watchVideo } from '../../sensing/io/watch.ts'
import { readArguments } from '../arguments.ts'
import { dataFolder } from '../data-folder.ts'
import { say } from '../say.ts'

export async function watch(args: readonly string[]): Promise<number> {
  const read = readArguments(
    args,
    {
      camera: { type: 'string' },
      json: { type: 'boolean', default: false },
      'data-folder': { type: 'string' },
    },
    { min: 1, max: 1 },
    'watch <file|url> --camera camera.json [--json] [--data-folder <folder of the object model>]',
  )
  if (!read.ok) {
    say(read.detail ?? read.refusal)
    return 2
  }
  const [source] = read.value.positionals
  const { camera, json } = read.value.values
  if (!source || !camera) {
    say('Which camera is it? usage: firstminute watch <file|url> --camera camera.json [--json]')
    return 2
  }
  // Without a model found the warnings rest on one sign, as the live path's would.
  const models = await dataFolder(read.value.values)
  if (!models.ok) {
    say(models.detail ?? models.refusal)
    return 2
  }
  const stop = new AbortController()
  process.once('SIGINT', () => stop.abort())
  process.once('SIGTERM', () => stop.abort())
  return await watchVideo({
    source,
    cameraFile: camera,
    models: models.value,
    json: json === true,
    out: process.stdout,
    err: process.stderr,
    signal: stop.signal,
  })
}
