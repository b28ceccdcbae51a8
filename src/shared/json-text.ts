/** Where JSON.parse stopped, in words. V8 says it for most mistakes, and not for a character that no value begins with. */
export function placeInJson(error: unknown): string | undefined {
  const message = error instanceof Error ? error.message : ''
  if (message.startsWith('Unexpected end')) return 'its end'
  const [, line, column] = /\(line (\d+) column (\d+)\)/.exec(message) ?? []
  return line && `line ${line}, column ${column}`
}
