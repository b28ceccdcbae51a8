/** How many items at a list's beginning and at its end are also those of every other list; none counts for both. */
export function alikeAround<T>(
  list: readonly T[],
  others: readonly (readonly T[])[],
): { readonly before: number; readonly after: number } {
  const shortest = Math.min(list.length, ...others.map(({ length }) => length))
  let before = 0
  while (before < shortest && others.every((other) => other[before] === list[before])) before++
  let after = 0
  while (after < shortest - before && others.every((other) => other.at(-1 - after) === list.at(-1 - after))) after++
  return { before, after }
}
