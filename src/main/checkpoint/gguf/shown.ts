const most = 80

/** A name or a value from a file as it may stand in a message: on one line, and short however long it is. */
export function shown(value: unknown): string {
  if (Array.isArray(value)) return `a list of ${value.length}`
  if (typeof value !== 'string') return String(value)
  const line = JSON.stringify(value.slice(0, most + 1)).slice(1, -1)
  return value.length > most || line.length > most ? `${line.slice(0, most)}…` : line
}
