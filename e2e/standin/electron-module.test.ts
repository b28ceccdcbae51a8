// @vitest-environment node
import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import ts from 'typescript'
import { describe, expect, test } from 'vitest'

const root = join(import.meta.dirname, '../..')
const desktop = join(root, 'src/main/hosts/desktop')
const declarations = createRequire(import.meta.url).resolve('electron/electron.d.ts')

/** What the preload has is made in the page. */
const INSIDE_THE_PAGE = ['contextBridge', 'ipcRenderer', 'webUtils']
/** Asked for by Playwright, not by us. */
const FOR_PLAYWRIGHT = ['webContents']

/** Every value that the desktop host imports from electron, and what it reads of each: `shell` → `openExternal`. */
function usedOfElectron(): Map<string, Set<string>> {
  const used = new Map<string, Set<string>>()
  const sources = readdirSync(desktop).filter((name) => name.endsWith('.ts') && !/\.test\.ts$|^fake-/.test(name))
  for (const name of sources) {
    const source = ts.createSourceFile(name, readFileSync(join(desktop, name), 'utf8'), ts.ScriptTarget.Latest, true)
    const here = importedValues(source)
    for (const value of here) used.set(value, used.get(value) ?? new Set())
    const visit = (node: ts.Node): void => {
      if (ts.isPropertyAccessExpression(node) && ts.isIdentifier(node.expression) && here.has(node.expression.text)) {
        used.get(node.expression.text)?.add(node.name.text)
      }
      ts.forEachChild(node, visit)
    }
    visit(source)
  }
  return used
}

function importedValues(source: ts.SourceFile): Set<string> {
  const names = new Set<string>()
  for (const statement of source.statements) {
    if (!ts.isImportDeclaration(statement) || (statement.moduleSpecifier as ts.StringLiteral).text !== 'electron')
      continue
    const clause = statement.importClause
    if (!clause || clause.isTypeOnly || !clause.namedBindings || !ts.isNamedImports(clause.namedBindings)) continue
    for (const element of clause.namedBindings.elements) if (!element.isTypeOnly) names.add(element.name.text)
  }
  return names
}

/** The names that electron.d.ts declares of a value, those of its prototype included. */
function declared() {
  const program = ts.createProgram([declarations], { types: ['node'], skipLibCheck: true, lib: ['lib.es2023.d.ts'] })
  const checker = program.getTypeChecker()
  const electron = checker.getAmbientModules().find(({ name }) => name === '"electron"')
  if (!electron) throw new Error('electron.d.ts declares no module electron')
  const values = new Map(checker.getExportsOfModule(electron).map((symbol) => [symbol.name, symbol]))
  const namesOf = (value: string): Set<string> => {
    const symbol = values.get(value)
    if (!symbol) return new Set()
    const real = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol
    const type = checker.getTypeOfSymbolAtLocation(real, real.valueDeclaration ?? electron.declarations![0]!)
    return new Set(checker.getPropertiesOfType(type).map(({ name }) => name))
  }
  return { values, namesOf }
}

describe('the stand-in for electron', async () => {
  const standin: Record<string, object> = await import('./electron-module.ts')
  const used = usedOfElectron()
  const { values, namesOf } = declared()

  test('is looked at with the right eyes: the host uses what it is known to use', () => {
    expect([...used.keys()]).toEqual(
      expect.arrayContaining(['app', 'BrowserWindow', 'utilityProcess', 'contextBridge']),
    )
    expect([...(used.get('app') ?? [])]).toEqual(expect.arrayContaining(['requestSingleInstanceLock', 'whenReady']))
  })

  test('gives everything that the desktop host uses, and Electron has it too', () => {
    const missing: string[] = []
    for (const [value, members] of used) {
      if (!values.has(value)) missing.push(`electron.d.ts: ${value}`)
      const inPage = INSIDE_THE_PAGE.includes(value)
      if (!inPage && !(value in standin)) missing.push(`stand-in: ${value}`)
      for (const member of members) {
        if (!namesOf(value).has(member)) missing.push(`electron.d.ts: ${value}.${member}`)
        if (!inPage && !(member in (standin[value] ?? {}))) missing.push(`stand-in: ${value}.${member}`)
      }
    }
    expect(missing).toEqual([])
  })

  test('gives nothing that Electron has not', () => {
    const ours = Object.keys(standin).filter((name) => name !== 'useChromium')
    expect(ours.filter((name) => !values.has(name))).toEqual([])
    expect(ours).toEqual(expect.arrayContaining(FOR_PLAYWRIGHT))
  })

  test('has windows, pages and ports with the methods of Electron’s own', () => {
    const { BrowserWindow, MessageChannelMain, webContents } = standin as Record<string, new () => object>
    const methods = (made: new () => object) =>
      Object.getOwnPropertyNames(made.prototype).filter((name) => name !== 'constructor')
    const port = Object.getPrototypeOf((new MessageChannelMain!() as { port1: object }).port1)
    const known = readFileSync(declarations, 'utf8')
    const all = [...methods(BrowserWindow!), ...methods(webContents!), ...methods(port.constructor)]
    // Of our own making: told to the page by the rest of the stand-in.
    const own = ['gone', 'targetId']
    expect(all.filter((name) => !own.includes(name) && !new RegExp(`\\b${name}\\??[(:]`).test(known))).toEqual([])
  })
})
