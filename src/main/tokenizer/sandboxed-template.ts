import { runInNewContext } from 'node:vm'
import { Environment, Interpreter, parse, tokenize } from '@huggingface/jinja'

type Statement = Parameters<Interpreter['evaluate']>[0]
type Value = ReturnType<Interpreter['evaluate']>

/** `raise_exception` of a template: it refuses what it was given, in its own words. */
export class TemplateRefusal extends Error {
  override readonly name = 'TemplateRefusal'
}

/** The longest known ones, with tools and documents, have some thirty thousand characters. */
export const longestTemplate = 1 << 18

/** Steps and the lengths of their values together. A template takes a few hundred steps for a message. */
const mostWork = 1 << 25

/** More than any model reads. */
const longestText = 1 << 22

/** The longest `range` of numbers. */
const longestRange = 1 << 16

/** For parsing and rendering, each; an honest template takes a few milliseconds. */
const milliseconds = 2000

/** A Jinja template that somebody else wrote, ready to be rendered with plain values. */
export type SandboxedTemplate = (variables: Readonly<Record<string, unknown>>, now: Date) => string

/**
 * Parses a template of `transformers`' dialect of Jinja (blocks trimmed, `{% generation %}`, loop controls), with its globals
 * `raise_exception`, `strftime_now` and `range`. The interpreter's values are of its own kinds, in which a template finds no
 * object of the program; what is bounded here besides is the template's length, its text's, the work it may ask for and the
 * time it may take. Parsing and rendering throw an `Error` that says what is wrong, and rendering a `TemplateRefusal` where the template
 * raises one.
 */
export function sandboxedTemplate(source: string): SandboxedTemplate {
  if (source.length > longestTemplate) {
    throw new Error(`it has more than ${longestTemplate} characters`)
  }
  // As Python reads text, and as Jinja does.
  const lines = source.replace(/\r\n?/g, '\n')
  const program = withinTime(() => parse(tokenize(lines, { lstrip_blocks: true, trim_blocks: true })))
  return (variables, now) =>
    withinTime(() => {
      const scope = new Environment()
      for (const [name, value] of Object.entries({ ...globals(now), ...variables })) scope.set(name, value)
      const text = String(new BoundedInterpreter(scope).run(program).value)
      if (text.length > longestText) throw new Error(`it makes more than ${longestText} characters of a message`)
      return text
    })
}

/** Counts what an evaluation makes, so that neither endless loops nor ever longer values are followed to their end. */
class BoundedInterpreter extends Interpreter {
  private work = 0

  override evaluate(statement: Statement, scope: Environment): Value {
    const value = super.evaluate(statement, scope)
    const made: unknown = value.value
    this.work += 1 + (typeof made === 'string' || Array.isArray(made) ? made.length : 0)
    if (this.work > mostWork) throw new Error('it makes too much of a message')
    return value
  }
}

function globals(now: Date): Record<string, unknown> {
  return {
    true: true,
    false: false,
    none: null,
    True: true,
    False: false,
    None: null,
    raise_exception(message: unknown) {
      throw new TemplateRefusal(typeof message === 'string' ? message : 'no reason given')
    },
    strftime_now: (format: unknown) => timeAs(now, String(format)),
    range,
  }
}

/** Python's `range(stop)` and `range(start, stop, step)`. */
function range(...given: unknown[]): number[] {
  const numbers = given.filter((one) => typeof one === 'number' && Number.isInteger(one)) as number[]
  if (numbers.length !== given.length || numbers.length === 0) throw new Error('range() takes whole numbers')
  const [start, stop, step = 1] = numbers.length === 1 ? [0, numbers[0]!] : (numbers as [number, number, number?])
  if (step === 0) throw new Error('range() with a step of zero')
  const length = Math.max(0, Math.ceil((stop - start) / step))
  if (length > longestRange) throw new Error(`range() of more than ${longestRange} numbers`)
  return Array.from({ length }, (_, index) => start + index * step)
}

const months = 'January February March April May June July August September October November December'.split(' ')
const days = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ')

/** Python's `strftime` in English, as far as chat templates use it. */
function timeAs(now: Date, format: string): string {
  const two = (number: number) => String(number).padStart(2, '0')
  const parts: Readonly<Record<string, string>> = {
    '%Y': String(now.getFullYear()),
    '%y': two(now.getFullYear() % 100),
    '%m': two(now.getMonth() + 1),
    '%d': two(now.getDate()),
    '%e': String(now.getDate()).padStart(2, ' '),
    '%-d': String(now.getDate()),
    '%-m': String(now.getMonth() + 1),
    '%B': months[now.getMonth()]!,
    '%b': months[now.getMonth()]!.slice(0, 3),
    '%A': days[now.getDay()]!,
    '%a': days[now.getDay()]!.slice(0, 3),
    '%H': two(now.getHours()),
    '%I': two(((now.getHours() + 11) % 12) + 1),
    '%p': now.getHours() < 12 ? 'AM' : 'PM',
    '%M': two(now.getMinutes()),
    '%S': two(now.getSeconds()),
    '%%': '%',
  }
  return format.replace(/%-?./gs, (code) => {
    const part = parts[code]
    if (part !== undefined) return part
    throw new Error(`strftime_now() with ${code}, which is not known here`)
  })
}

/** Ends also a regular expression or a native call that would go on for long, which no count of steps sees. */
function withinTime<T>(work: () => T): T {
  try {
    return runInNewContext('work()', { work }, { timeout: milliseconds })
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error
    throw new Error(`it takes longer than ${milliseconds / 1000} seconds`, { cause: error })
  }
}
