/** At most so many characters, the last of them `…` where some were left out. */
export function shortText(text: string, most: number): string {
  const characters = [...text]
  return characters.length <= most ? text : `${characters.slice(0, most - 1).join('')}…`
}
