/**
 * A key that the outermost object of valid JSON holds twice. `JSON.parse` keeps the last of the two in silence, though each
 * may speak of other bytes.
 */
export function duplicateKey(json: string): string | undefined {
  const seen = new Set<string>()
  let depth = 0
  for (let at = 0; at < json.length; at++) {
    const char = json[at]
    if (char === '"') {
      const end = closingQuote(json, at)
      if (depth === 1 && isFollowedByColon(json, end)) {
        const key: string = JSON.parse(json.slice(at, end + 1))
        if (seen.has(key)) return key
        seen.add(key)
      }
      at = end
    } else if (char === '{' || char === '[') depth++
    else if (char === '}' || char === ']') depth--
  }
  return undefined
}

function closingQuote(json: string, opening: number): number {
  let at = opening + 1
  while (json[at] !== '"') at += json[at] === '\\' ? 2 : 1
  return at
}

function isFollowedByColon(json: string, end: number): boolean {
  let at = end + 1
  while (json[at] === ' ' || json[at] === '\n' || json[at] === '\r' || json[at] === '\t') at++
  return json[at] === ':'
}
