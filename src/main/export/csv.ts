export type Cell = string | number | null

/** Rows as CSV (RFC 4180, UTF-8, CRLF), numbers in full precision. Words stand as they are, with their leading space. */
export function csvText(rows: readonly (readonly Cell[])[]): string {
  return rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('')
}

/** Quoted also where a space stands at an end, which is part of a token and which some readers would cut off. */
function cell(value: Cell): string {
  if (value === null) return ''
  const text = String(value)
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
