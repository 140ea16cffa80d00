/** The official EIDO schema as a judge for tests: read from ../shared/data with its known slips mended, each with its reason. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import addFormats from 'ajv-formats'
import { parse } from 'yaml'

const FOLDER = new URL('../../../shared/data/exchange/eido/', import.meta.url)
export const hasEido = existsSync(FOLDER)
export const withoutEido = hasEido ? {} : { skip: 'the EIDO schema is not here (../shared/data/exchange/eido)' }

/** What is wrong in the schema as published; without these Ajv cannot compile it. */
const SLIPS: readonly (readonly [file: string, wrong: string, right: string, why: string])[] = [
  ['openapi.yaml', 'minItems: 1,', 'minItems: 1', 'a comma makes the number a string'],
  ['openapi.yaml', 'NIEMComponents//j.yaml', 'NIEMComponents/j.yaml', 'two slashes name no file'],
]

function text(file: string): string {
  let source = readFileSync(new URL(file, FOLDER), 'utf8')
  for (const [where, wrong, right] of SLIPS)
    if (where === file) {
      if (!source.includes(wrong)) throw new Error(`${file} no longer holds "${wrong}": take that slip off the list`)
      source = source.replaceAll(wrong, right)
    }
  return source
}

export const officialSample = (): Record<string, unknown> =>
  JSON.parse(readFileSync(new URL('sample-call-transfer.json', FOLDER), 'utf8'))

export type Judge = { (document: unknown): boolean; readonly errors?: readonly unknown[] | null }

/** Whether a document is an EIDO by the official schema, with all of NIEM behind it. */
export function openOracle(): Judge {
  // The schema is OpenAPI's: `example` and `discriminator` are words Ajv does not know.
  const ajv = new Ajv({ strict: false, allErrors: false, validateSchema: false, logger: false })
  addFormats.default(ajv)
  ajv.addSchema(parse(text('openapi.yaml')), 'https://eido/openapi.yaml')
  for (const file of readdirSync(new URL('NIEMComponents/', FOLDER)))
    ajv.addSchema(parse(text(`NIEMComponents/${file}`)), `https://eido/NIEMComponents/${file}`)
  const judge = ajv.getSchema('https://eido/openapi.yaml#/components/schemas/EmergencyIncidentDataObjectType')
  if (!judge) throw new Error('the schema has no EmergencyIncidentDataObjectType')
  return (document) => judge(document) === true
}
