/** `firstminute model add | list | remove`: the object-detection model that this installation brings itself; none is shipped. */
import { readFile } from 'node:fs/promises'
import { type AdmitRefusal, admit } from '../../sensing/io/model/admit.ts'
import { type ModelRecord, readModel, removeModel } from '../../sensing/io/model/store.ts'
import { LARGEST_BYTES, modelVersion } from '../../sensing/objects/model.ts'
import { OBJECT_CLASSES } from '../../sensing/objects/objects.ts'
import { readArguments } from '../arguments.ts'
import { dataFolder } from '../data-folder.ts'
import { say, withProgress } from '../say.ts'

const USAGE =
  'model add <file.onnx> | list | remove  [--config <file> | --data-folder <folder>] [--licence-file <file>] [--classes <file>]'

const TAKEN = 'Only a YOLOX detector is taken: one output [1, cells, 5 + classes], classes COCO-80 or road users.'

const SAYS: Readonly<Record<AdmitRefusal, (detail: string) => string>> = {
  unreadable: (detail) => `The file cannot be read: ${detail}.`,
  'not-onnx': () => 'This is not an ONNX file.',
  'cut-short': () => 'The file is cut short: copy it again.',
  'too-large': (detail) => `The file has ${detail}; at most ${LARGEST_BYTES / 2 ** 20} MB are taken.`,
  'external-parts': () => 'The model keeps weights in other files: export it as one file.',
  'foreign-operators': (detail) => `The model uses operators that are not ONNX's own: ${detail}.`,
  'several-outputs': (detail) =>
    `The model has several outputs (${detail}). Models that tell faces, points of a face or identities beside the box look like this and are not taken. ${TAKEN}`,
  embedding: (detail) =>
    `The model's output is one vector for a picture (${detail}): an embedding recognises a person or a vehicle again, and such models are not taken. ${TAKEN}`,
  landmarks: (detail) =>
    `The model's output (${detail}) has the columns of a face detector with five points of the face. Such models are not taken. ${TAKEN}`,
  'unknown-form': (detail) => `The model's output has another form: ${detail}. ${TAKEN}`,
  'unknown-input': (detail) =>
    `The model takes another input: ${detail}. One picture is given: float32 [1, 3, side, side].`,
  'names-needed': (detail) =>
    `The model has ${detail} classes and does not name them: give them with --classes <file>, one name a line.`,
  'names-not-allowed': (detail) =>
    `These classes are not on the list: ${detail}. Taken are the COCO-80 classes, or some of ${OBJECT_CLASSES.join(', ')}; never faces, number plates or identities.`,
  'names-do-not-fit': (detail) => `The class names do not fit the model: ${detail}.`,
  'licence-too-long': () => 'The licence file is longer than 200,000 characters: is it the right file?',
  'does-not-run': (detail) => `The model could not be run: ${detail}.`,
  'not-finite': () => 'The model puts out numbers that are no numbers: it is broken.',
  'not-scored': () => 'The model puts out scores that are not between 0 and 1: export it with its last step (sigmoid).',
  'too-slow': (detail) => `A look takes ${detail} on this machine: take a smaller model.`,
}

export async function model(args: readonly string[]): Promise<number> {
  const string = { type: 'string' } as const
  const read = readArguments(
    args,
    { config: string, 'data-folder': string, 'licence-file': string, classes: string },
    { min: 1, max: 2 },
    USAGE,
  )
  if (!read.ok) return usage(read.detail)
  const [act, file] = read.value.positionals
  const { values } = read.value
  if (act !== 'add' && act !== 'list' && act !== 'remove') return usage()
  if ((act === 'add') !== (file !== undefined)) return usage()
  const found = await dataFolder(values)
  if (!found.ok) {
    say(found.detail ?? found.refusal)
    return 2
  }
  const folder = found.value
  switch (act) {
    case 'add':
      return file === undefined ? usage() : await add(file, folder, values['licence-file'], values.classes)
    case 'list': {
      const kept = await readModel(folder)
      console.log(kept ? described(kept.record) : `No object model in ${folder}: warnings rest on one sign (grade B).`)
      return 0
    }
    case 'remove': {
      const removed = await removeModel(folder)
      say(removed ? 'The object model is removed; a running centre keeps it until its next start.' : 'There was none.')
      return 0
    }
  }
}

async function add(file: string, dataFolder: string, licenceFile?: string, classesFile?: string): Promise<number> {
  const licence = licenceFile === undefined ? null : await textOf(licenceFile)
  const classes = classesFile === undefined ? null : await textOf(classesFile)
  if ((licenceFile !== undefined && licence === null) || (classesFile !== undefined && classes === null)) return 2
  const names =
    classes
      ?.split(/\r?\n/)
      .map((line) => line.trim())
      .filter((line) => line !== '') ?? null
  const admitted = await withProgress(
    'Trying the model out',
    admit({ file, dataFolder, names, licence, at: Date.now() }),
  )
  if (!admitted.ok) {
    say(SAYS[admitted.refusal](admitted.detail ?? ''))
    return 1
  }
  console.log(described(admitted.value))
  if (licence === null)
    say('No licence text was given: keep it with the model by adding it again with --licence-file <file>.')
  say(`Kept in ${dataFolder}. A running centre uses it from its next start.`)
  return 0
}

function described(record: ModelRecord): string {
  const road = record.form.names.filter((name) => OBJECT_CLASSES.some((known) => known === name))
  return [
    modelVersion(record),
    `  sha256    ${record.sha256}`,
    `  size      ${(record.bytes / 2 ** 20).toFixed(1)} MB, pictures of ${record.form.side} pixels`,
    `  hears     ${road.join(', ')}${record.form.names.length > road.length ? ` (of ${record.form.names.length} classes)` : ''}`,
    `  self-test ${record.selfTest.runMs} ms a look, onnxruntime ${record.selfTest.runtime}`,
    `  licence   ${
      record.licence === null
        ? 'none given'
        : (record.licence
            .split('\n')
            .find((line) => line.trim() !== '')
            ?.trim()
            .slice(0, 80) ?? 'empty')
    }`,
    `  added     ${record.addedAt}`,
  ].join('\n')
}

function usage(detail = `usage: firstminute ${USAGE}`): number {
  say(detail)
  return 2
}

async function textOf(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    say(`${path} cannot be read: ${error instanceof Error ? error.message : 'unknown'}`)
    return null
  }
}
