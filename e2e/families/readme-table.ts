import { families } from '../../src/main/families'
import type { FamilyAgreement } from './agreement-of'

const begin = '<!-- families: written by `node scripts/families-table.mjs` -->'
const end = '<!-- /families -->'

/** A difference with one digit, rounded up, so that it is a bound: 1.23e-5 becomes 2e-5. */
export function bound(difference: number): string {
  if (difference === 0) return '0'
  const exponent = Math.floor(Math.log10(difference))
  const digit = Math.ceil(Number((difference / 10 ** exponent).toFixed(6)))
  return digit === 10 ? `1e${exponent + 1}` : `${digit}e${exponent}`
}

/** One row a family of the registry, in the order of their titles. */
export function familiesTable(agreement: ReadonlyMap<string, FamilyAgreement>): string {
  const heads = ['Family', '`model_type`', 'Kind', 'Tiny models', 'Hook points compared', 'Farthest from PyTorch']
  const rows = families
    .toSorted((one, other) => one.title.localeCompare(other.title))
    .map(({ title, modelType, kind }) => {
      const own = agreement.get(modelType)
      const numbers = own
        ? [String(own.models), String(own.hookPoints), bound(own.largest)]
        : ['0', '0', 'not compared']
      return [title, `\`${modelType}\``, kind, ...numbers]
    })
  const widths = heads.map((head, at) => Math.max(head.length, ...rows.map((row) => row[at]!.length)))
  const line = (cells: readonly string[]) => `| ${cells.map((cell, at) => cell.padEnd(widths[at]!)).join(' | ')} |`
  return [line(heads), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n')
}

/** The README with the table between its marks put anew. */
export function withTable(readme: string, table: string): string {
  const [from, to] = [readme.indexOf(begin), readme.indexOf(end)]
  if (from < 0 || to < from) throw new Error(`README.md has no place for the table: ${begin} … ${end}`)
  return `${readme.slice(0, from)}${begin}\n\n${table}\n\n${readme.slice(to)}`
}

/** `model_type` and bound of each row of the README's table. */
export function readTable(readme: string): Map<string, string> {
  const rows = readme
    .slice(readme.indexOf(begin), readme.indexOf(end))
    .matchAll(/^\| .*?\| `([^`]+)` .*\| (\S+) +\|$/gm)
  return new Map([...rows].map(([, type, largest]) => [type!, largest!]))
}
