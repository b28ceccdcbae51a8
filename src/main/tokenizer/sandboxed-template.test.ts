import { describe, expect, it } from 'vitest'
import { sandboxedTemplate, TemplateRefusal } from './sandboxed-template'

const now = new Date(2024, 6, 4, 15, 5, 9)
const render = (source: string, variables: Record<string, unknown> = {}) => sandboxedTemplate(source)(variables, now)

describe('a template', () => {
  // As `datetime(2024, 7, 4, 15, 5, 9).strftime(…)` in Python.
  it.each([
    ['%d %b %Y', '04 Jul 2024'],
    ['%B %-d, %Y', 'July 4, 2024'],
    ['%Y-%m-%d', '2024-07-04'],
    ['%A, %a %e %y', 'Thursday, Thu  4 24'],
    ['%H:%M:%S %I %p %%', '15:05:09 03 PM %'],
  ])('says the time as %s in the way of Python', (format, text) => {
    expect(render(`{{ strftime_now('${format}') }}`)).toBe(text)
  })

  it('refuses a format that it cannot follow, so that no wrong date is told', () => {
    expect(() => render("{{ strftime_now('%q') }}")).toThrow('strftime_now() with %q')
  })

  it('counts with range as Python does', () => {
    const joined = (call: string) => render(`{{ ${call} | join(',') }}`)
    expect([joined('range(3)'), joined('range(2, 7, 2)'), joined('range(3, 0, -1)'), joined('range(3, 0)')]).toEqual([
      '0,1,2',
      '2,4,6',
      '3,2,1',
      '',
    ])
    expect(() => render("{{ range('3') }}")).toThrow('range() takes whole numbers')
    expect(() => render('{{ range(1, 2, 0) }}')).toThrow('step of zero')
  })

  it('raises its own words', () => {
    expect(() => render("{{ raise_exception('No system message') }}")).toThrow(new TemplateRefusal('No system message'))
    expect(() => render('{{ raise_exception(7) }}')).toThrow(new TemplateRefusal('no reason given'))
  })
})

describe('a template that means harm', () => {
  const values = { text: 'a', list: [1], map: { a: 1 } }

  // Each of these names leads from a value to the engine's objects in plain JavaScript.
  it.each([
    "text.constructor.constructor('return process')()",
    "text['constructor']",
    'map.__proto__.constructor',
    'list.constructor',
    "map['__proto__']",
    'raise_exception.constructor',
    'strftime_now.__proto__',
    'namespace.constructor',
    'range.bind',
    'process',
    'globalThis',
    'require',
    'self',
  ])('finds no object of the program in %s', (expression) => {
    let out: string
    try {
      out = render(`{{ ${expression} }}`, values)
    } catch (error) {
      expect((error as Error).message).toMatch(/Cannot (call|access)/)
      return
    }
    expect(out).toBe('')
  })

  it('cannot change what the program holds', () => {
    const messages = [{ role: 'user', content: 'a' }]
    render("{% set messages = [] %}{% set ns = namespace() %}{% set ns.__proto__ = 'b' %}", { messages })
    expect(messages).toEqual([{ role: 'user', content: 'a' }])
    expect(({} as { b?: string }).b).toBeUndefined()
  })

  it.each([
    ['loops within loops', '{% for a in range(60000) %}{% for b in range(60000) %}{% endfor %}{% endfor %}'],
    ['a text that doubles', `{% set ns = namespace(t='aa') %}${'{% set ns.t = ns.t ~ ns.t %}'.repeat(60)}`],
    ['a text too long to read', `{% for a in range(2000) %}${'a'.repeat(4000)}{% endfor %}`],
    ['a list that doubles', `{% set ns = namespace(t=[1]) %}${'{% set ns.t = ns.t + ns.t %}'.repeat(60)}`],
    ['a range without end', '{% for a in range(1000000000000) %}{% endfor %}'],
    ['calls without end', '{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}'],
    ['brackets without end', `{{ ${'('.repeat(50_000)} }}`],
    ['a search that takes quadratic time', `${' '.repeat(260_000)}{{ 1 }}`],
  ])('is stopped at %s', { timeout: 20_000 }, (_, source) => {
    const began = performance.now()
    expect(() => render(source)).toThrow(
      /makes too much|characters of a message|range\(\) of more|Cannot call|call stack|longer than 2 seconds/,
    )
    expect(performance.now() - began).toBeLessThan(6000)
  })
})
