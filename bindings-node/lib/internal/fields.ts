/** Names and values in turn as an object; no name comes twice. */
export function toRecord(fields: readonly string[]): Record<string, string> {
  const pairs = fields.flatMap((name, at) => (at % 2 === 0 ? [[name, fields[at + 1] as string] as const] : []));
  return Object.fromEntries(pairs);
}
