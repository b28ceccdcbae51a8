import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { Fault } from '../../shared/fault'
import { type Checkpoint, openCheckpoint } from '../checkpoint'
import { readArchitecture } from './read-architecture'

const fixtures = 'fixtures/gguf'
const files = readdirSync(fixtures).filter((name) => !/-0000[2-9]-of/.test(name))

/** What a key of a file can come to say. */
const value = fc.oneof(
  fc.constantFrom(
    0,
    -1,
    0.5,
    1,
    2,
    3,
    2 ** 16,
    2 ** 31,
    2 ** 32 - 1,
    2 ** 53,
    Number.POSITIVE_INFINITY,
    null,
    true,
    '',
    undefined,
  ),
  fc.double(),
  fc.integer(),
  fc.string(),
  fc.array(fc.double(), { maxLength: 4 }),
)
const size = fc.oneof(fc.nat(8), fc.constantFrom(1, 2 ** 31, 2 ** 53 - 1))

/** One or two keys of the config, and perhaps a tensor’s shape, set to something else. */
function changed(checkpoint: Checkpoint): fc.Arbitrary<Checkpoint> {
  const config = fc.dictionary(fc.constantFrom(...Object.keys(checkpoint.config)), value, {
    minKeys: 1,
    maxKeys: 2,
    noNullPrototype: true,
  })
  const shapes = fc.dictionary(fc.constantFrom(...checkpoint.tensors.keys()), fc.array(size, { maxLength: 4 }), {
    maxKeys: 1,
    noNullPrototype: true,
  })
  return fc.tuple(config, shapes).map(([config, shapes]) => {
    const tensors = new Map(checkpoint.tensors)
    for (const [name, shape] of Object.entries(shapes)) tensors.set(name, { ...tensors.get(name)!, shape })
    return { ...checkpoint, config: { ...checkpoint.config, ...config }, tensors }
  })
}

it.each(files)(
  '%s whose keys and shapes say something else has an architecture or is refused by a fault',
  async (name) => {
    const checkpoint = await openCheckpoint(join(fixtures, name))
    let refused = 0
    const paths = checkpoint.files.map((file) => join(checkpoint.folder, file.name))
    const started = performance.now()
    fc.assert(
      fc.property(changed(checkpoint), (given) => {
        try {
          readArchitecture(given)
        } catch (error) {
          if (!(error instanceof Fault)) throw error
          refused++
          expect(error.data.kind).toBe('input')
          expect(paths).toContain(error.data.file)
          expect(error.message.length).toBeLessThan(2000)
        }
      }),
      { seed: 6, numRuns: 500 },
    )
    expect(refused).toBeGreaterThan(50)
    // Half a second on a machine that does nothing else.
    expect((performance.now() - started) / 1000).toBeLessThan(25)
  },
)
