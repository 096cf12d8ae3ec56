/** For a script: the fields as they are called in the code, times in ISO 8601. */
export function toJson(fields: object): Record<string, unknown> {
  const entries: Array<[string, unknown]> = Object.entries(fields)
  return Object.fromEntries(
    entries.map(([name, value]) => [
      name,
      isTime(name) && typeof value === 'number' ? new Date(value).toISOString() : value,
    ]),
  )
}

function isTime(name: string): boolean {
  return name === 'at' || name.endsWith('At')
}
