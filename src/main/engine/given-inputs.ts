import { createHash } from 'node:crypto'
import type { Prompt } from '../../shared/contract'
import { Fault } from '../../shared/fault'
import type { GivenInput } from '../../shared/onnx-info'
import { readOneTensor } from '../checkpoint'
import { asked, type Given, type GivenInputs, givenShape } from '../inference'
import type { OpenedModel } from './opened-model'
import { resolvePath } from './resolve-path'

/**
 * Numbers for the inputs of a graph that a prompt gives some for. Throws an `input` fault where those of an input of no known use
 * are missing, of another size, or where the model takes none.
 */
export async function readGivenInputs({ origin, info }: OpenedModel, { inputs = {} }: Prompt): Promise<GivenInputs> {
  const [first] = Object.keys(inputs)
  if (origin.kind === 'weights') {
    if (first === undefined) return new Map()
    throw Fault.input(`${info.name} is no ONNX graph, and has no input ${first}`, {
      place: `input ${first}`,
      remedy: 'Leave it out.',
    })
  }
  const { inputs: found } = origin.read.model
  const given = await numbersOf(inputs)
  for (const input of found) {
    const one = given.get(input.name)
    if (one) givenShape(input, one)
    else if (input.role === 'unknown') throw asked(input)
  }
  const strange = [...given.keys()].find((name) => !info.asked.some((input) => input.name === name))
  if (strange !== undefined) {
    const names = info.asked.map(({ name }) => name)
    throw Fault.input(`Nothing can be given for an input ${strange} of ${info.name} beside its text`, {
      place: `input ${strange}`,
      remedy: names.length === 0 ? 'Leave it out.' : `Those that are asked for are ${names.join(', ')}.`,
    })
  }
  return given
}

/** Numbers for inputs, those in files read. */
export async function numbersOf(inputs: Readonly<Record<string, GivenInput>>): Promise<GivenInputs> {
  const all = new Map<string, Given>()
  for (const [name, one] of Object.entries(inputs)) {
    if ('numbers' in one) all.set(name, one)
    else {
      const { data, shape } = await readOneTensor(resolvePath(one.file))
      all.set(name, { numbers: data, shape })
    }
  }
  return all
}

/** What stands for given numbers in a run's key. */
export function hashOfGiven(given: GivenInputs): string {
  const hash = createHash('sha256')
  for (const [name, { numbers, shape }] of [...given].sort(([one], [other]) => (one < other ? -1 : 1))) {
    hash.update(JSON.stringify([name, shape, numbers.length])).update(Float64Array.from(numbers))
  }
  return hash.digest('hex')
}
