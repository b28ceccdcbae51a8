// Measures every tiny model and writes the README's table of families anew.
import { readFileSync, writeFileSync } from 'node:fs'
import { agreementByFamily } from './agreement-of'
import { familiesTable, withTable } from './readme-table'

const table = familiesTable(await agreementByFamily())
writeFileSync('README.md', withTable(readFileSync('README.md', 'utf8'), table))
console.log(table)
