/** Reads policies/*.cedar once, checks them against their schema, and answers questions from the parsed set; a faulty policy stops the start. */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as cedar from '@cedar-policy/cedar-wasm/nodejs'
import { type Authorise, questionOf } from '../policy.ts'

export const POLICY_FOLDER = fileURLToPath(new URL('../../../policies', import.meta.url))
const SCHEMA = 'firstminute.cedarschema'

export type Policies = {
  readonly authorise: Authorise
  /** The ids of all policies, in the order of the files. */
  readonly ids: readonly string[]
}

let opened = 0

const sentences = (errors: readonly cedar.DetailedError[]): string => errors.map((error) => error.message).join('; ')

/** Every policy by the name in its `@id`, because that name goes into decisions. */
async function namedPolicies(folder: string): Promise<Record<string, string>> {
  const named: Record<string, string> = {}
  const files = (await readdir(folder)).filter((file) => file.endsWith('.cedar')).sort()
  if (files.length === 0) throw new Error(`no policies in ${folder}`)
  for (const file of files) {
    const parts = cedar.policySetTextToParts(await readFile(join(folder, file), 'utf8'))
    if (parts.type === 'failure') throw new Error(`policies/${file}: ${sentences(parts.errors)}`)
    for (const text of parts.policies) {
      const parsed = cedar.policyToJson(text)
      if (parsed.type === 'failure') throw new Error(`policies/${file}: ${sentences(parsed.errors)}`)
      const id = parsed.json.annotations?.id
      if (!id) throw new Error(`policies/${file}: a policy without @id: ${text.slice(0, 60)}`)
      if (named[id] !== undefined) throw new Error(`policies/${file}: @id("${id}") stands twice`)
      named[id] = text
    }
  }
  return named
}

/**
 * Throws one sentence when a policy does not parse, has no @id, or uses a word that the schema does not know.
 * A question that Cedar cannot evaluate is refused, never allowed.
 */
export async function openPolicies(folder: string = POLICY_FOLDER): Promise<Policies> {
  const staticPolicies = await namedPolicies(folder)
  const schema = await readFile(join(folder, SCHEMA), 'utf8')
  const checked = cedar.validate({
    validationSettings: { mode: 'strict' },
    schema,
    policies: { staticPolicies },
  })
  if (checked.type === 'failure') throw new Error(`policies/${SCHEMA}: ${sentences(checked.errors)}`)
  const wrong = [...checked.validationErrors, ...checked.validationWarnings]
  if (wrong.length > 0)
    throw new Error(`policies: ${wrong.map(({ policyId, error }) => `${policyId}: ${error.message}`).join('; ')}`)

  // The library keeps parsed sets under a name for the life of the process.
  const setId = `firstminute-${++opened}`
  const parsed = cedar.preparsePolicySet(setId, { staticPolicies })
  if (parsed.type === 'failure') throw new Error(`policies: ${sentences(parsed.errors)}`)

  const authorise: Authorise = (principal, act, resource) => {
    const question = questionOf(principal, act, resource)
    const answer = cedar.statefulIsAuthorized({ ...question, context: {}, preparsedPolicySetId: setId })
    if (answer.type === 'failure') return { allowed: false, by: [] }
    const { decision, diagnostics } = answer.response
    return {
      allowed: decision === 'allow' && diagnostics.errors.length === 0,
      by: diagnostics.reason.toSorted(),
    }
  }
  return { authorise, ids: Object.keys(staticPolicies) }
}
