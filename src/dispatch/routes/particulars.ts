/** A caller's particulars on their way to the vault: what was left empty is not kept; null when nothing is left. */
export function particularsOf(
  caller: { readonly name?: string | undefined; readonly phone?: string | undefined } | undefined,
): Readonly<Record<string, string>> | null {
  const said = Object.entries(caller ?? {}).filter((entry): entry is [string, string] => (entry[1] ?? '') !== '')
  return said.length > 0 ? Object.fromEntries(said) : null
}
