const escapes: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '{': '\\{',
  '}': '\\}',
  $: '\\$',
  '&': '\\&',
  '#': '\\#',
  _: '\\_',
  '%': '\\%',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
  '<': '\\textless{}',
  '>': '\\textgreater{}',
  '|': '\\textbar{}',
  '\u201c': '``',
  '\u201d': "''",
  '\u2018': '`',
  '\u2019': "'",
  '\u2013': '--',
  '\u2014': '---',
  '\u2026': '\\ldots{}',
  '\u2212': '$-$',
  '\u00b7': '$\\cdot$',
  '\u2016': '$\\Vert$',
  '\u2192': '$\\rightarrow$',
  '\u2423': '\\textvisiblespace{}',
  '\u00a0': '~',
}

/** Plain text as LaTeX: what commands are made of is escaped, and the signs that figures write are put in its own words. */
export function latexText(text: string): string {
  return [...text].map((character) => escapes[character] ?? character).join('')
}
