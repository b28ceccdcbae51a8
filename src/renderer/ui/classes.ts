/** Class names out of parts, of which some may be absent. */
export function classes(...parts: (string | false | null | undefined)[]): string {
  return parts.filter((part) => typeof part === 'string' && part !== '').join(' ')
}
