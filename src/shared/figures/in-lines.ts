/** Where things of different widths stand one after the other from `from` on, in a new line where they would pass `to`. */
export function inLines(
  widths: readonly number[],
  { from, to, gap }: { readonly from: number; readonly to: number; readonly gap: number },
): { x: number; line: number }[] {
  let [next, line] = [from, 0]
  return widths.map((width) => {
    if (next + width > to && next > from) [next, line] = [from, line + 1]
    const x = next
    next += width + gap
    return { x, line }
  })
}
