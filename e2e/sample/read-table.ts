/** The rows of a CSV by the names of their columns, quotes taken off. */
export function readTable(csv: string): Record<string, string>[] {
  const [header, ...lines] = csv.trimEnd().split('\r\n')
  const names = cellsOf(header!)
  return lines.map((line) => Object.fromEntries(cellsOf(line).map((cell, at) => [names[at]!, cell])))
}

function cellsOf(line: string): string[] {
  return Array.from(line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g), ([, quoted, plain]) =>
    quoted === undefined ? plain! : quoted.replaceAll('""', '"'),
  )
}
