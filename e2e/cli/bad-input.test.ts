import { chmodSync, cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { brokenModels, makeBroken } from '../broken-models'
import { runCli } from './run-cli'

const gpt2 = 'fixtures/models/gpt2-tiny'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tokentrace-bad-input-'))
  mkdirSync(join(folder, 'out'))
})
afterEach(() => {
  rmSync(folder, { recursive: true })
})

const run = (...args: string[]) => runCli(['--data', join(folder, 'data'), ...args])
const out = (name = 'run.npz') => join(folder, 'out', name)
const ofLogits = (model: string, ...prompt: string[]) => [
  'activations',
  model,
  ...prompt,
  '--taps',
  'logits',
  '--out',
  out(),
]

/** That a command could not be done: its exit code, its one line on stderr, and that it left nothing behind. */
async function expectFailure(args: readonly string[], line: string, code = 1): Promise<void> {
  const ended = await run(...args)
  expect(ended).toEqual({ code, stdout: '', stderr: `${line}\n` })
  expect(readdirSync(join(folder, 'out'))).toEqual([])
}

describe('a model that does not open', () => {
  it.each(brokenModels)('for $name', async (broken) => {
    const model = join(folder, 'model')
    makeBroken(broken, model)
    const { message, file, place, remedy } = broken
    const line = `${join(model, file)}: ${message}${place === undefined ? '' : ` (at ${place})`}. ${remedy}`
    await expectFailure(['inspect', model], line)
    await expectFailure(ofLogits(model, '--token-ids', '1,2'), line)
  })

  it('since there is no such folder', async () => {
    const model = join(folder, 'nowhere')
    await expectFailure(['inspect', model], `${model}: There is no such file or folder. Check the path.`)
  })
})

describe('a prompt that cannot be run', () => {
  it('since there is no tokenizer, while token ids still can', async () => {
    const model = join(folder, 'model')
    cpSync(gpt2, model, { recursive: true })
    rmSync(join(model, 'tokenizer.json'))
    await expectFailure(
      ofLogits(model, '--prompt', 'The Eiffel Tower'),
      `${model}: There is no tokenizer.json beside the weights, so words cannot be read (at tokenizer.json). ` +
        'Put the model’s own tokenizer.json there, or give token ids.',
    )
    const { code } = await run(...ofLogits(model, '--token-ids', '261,288,289'))
    expect(code).toBe(0)
    expect(readdirSync(join(folder, 'out'))).toEqual(['run.npz'])
  })

  it.each([
    [
      'longer than the context',
      ['--token-ids', Array.from({ length: 45 }, (_, id) => id).join()],
      'The prompt has 45 tokens; gpt2-tiny reads 40 at most (at token 40 of the prompt). Shorten it by 5 tokens.',
    ],
    ['empty', ['--prompt', ''], 'The prompt is empty (at prompt). Type some words.'],
    [
      'with an id that the model has no row for',
      ['--token-ids', '1,999'],
      'The token id 999 is not in the vocabulary of gpt2-tiny (at token 1 of the prompt). Give ids from 0 to 319.',
    ],
  ])('since it is %s', async (_, prompt, line) => {
    await expectFailure(ofLogits(gpt2, ...prompt), line)
  })
})

describe('an output that cannot be written', () => {
  it.each([
    [
      'in a folder that is not there',
      ['none', 'run.npz'],
      'The folder $folder does not exist. Make it, or name another.',
    ],
    ['in a file', ['file', 'run.npz'], '$folder is not a folder. Name a folder that exists.'],
    ['in place of a folder', ['folder.npz'], 'A folder lies here. Name a file in it.'],
  ])('%s', async (_, path, words) => {
    writeFileSync(join(folder, 'file'), '')
    for (const name of ['folder.npz', 'folder.svg']) mkdirSync(join(folder, name))
    const place = join(folder, ...path)
    const line = `${place}: ${words.replace('$folder', join(place, '..'))}`
    await expectFailure(['activations', gpt2, '--token-ids', '1', '--taps', 'logits', '--out', place], line)
    await expectFailure(
      ['trace', gpt2, '--token-ids', '1', '--token', '@0', '--out', place.replace('npz', 'svg')],
      line.replaceAll('npz', 'svg'),
    )
  })
})

describe('words that are wrong', () => {
  it('name the hook points that there are not', async () => {
    await expectFailure(
      ['activations', gpt2, '--token-ids', '1', '--taps', 'logits,blocks.9.*,nothing', '--out', out()],
      'gpt2-tiny has no hook point “blocks.9.*”, “nothing” (at --taps). ' +
        'Its 56 hook points are hook_embed, hook_pos_embed, blocks.0.hook_resid_pre … logits.',
    )
  })

  it.each([
    [
      'an ending',
      ['activations', gpt2, '--token-ids', '1', '--taps', 'logits', '--out', 'run.txt'],
      /^run\.txt: the ending says what is written; it can be \.safetensors, \.npz\.$/,
    ],
    [
      'token ids',
      ['activations', gpt2, '--token-ids', '1,x', '--taps', 'logits', '--out', 'run.npz'],
      /--token-ids.*'1,x'.*whole numbers/,
    ],
    [
      'two prompts',
      ['trace', gpt2, '--token-ids', '1', '--prompt', 'The', '--token', '@0'],
      /^Give --prompt or --token-ids, not both\.$/,
    ],
    [
      'no prompt',
      ['trace', gpt2, '--token', '@0'],
      /^What to run on is missing: give --prompt, --token-ids, --image or --sound\.$/,
    ],
    ['no token', ['trace', gpt2, '--prompt', 'The'], /--token <token>/],
    ['a command', ['frobnicate'], /unknown command 'frobnicate'/],
  ])('are a wrong use: %s', async (_, args, line) => {
    const { code, stdout, stderr } = await run(...args)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr.trimEnd()).toMatch(line)
    expect(stderr.trimEnd()).not.toContain('\n')
  })

  it('that name no token, or several, are a wrong use and list the choices', async () => {
    const missing = await run('trace', gpt2, '--prompt', 'A tower by a tower', '--token', 'Louvre')
    expect({ code: missing.code, stdout: missing.stdout }).toEqual({ code: 2, stdout: '' })
    expect(missing.stderr).toMatch(/^No token reads “Louvre”\. The tokens are:\n {2}@0 +“A”\n/)
    const several = await run('trace', gpt2, '--token-ids', '289,1,289', '--token', 'Tower')
    expect(several.stdout).toBe('')
    expect(several.code).toBe(2)
    expect(several.stderr).toBe(
      '“Tower” occurs 2 times; name one by its position, as @0, or by its count, as Tower#1:\n' +
        '  @0  “·Tower”\n  @2  “·Tower”\n',
    )
  })
})

const root = process.getuid?.() === 0
if (root) console.warn('Skipped: files that may not be read or written. Root may read and write them all.')

describe.skipIf(root)('where permission is lacking', () => {
  it('a model whose weights may not be read does not open', async () => {
    const model = join(folder, 'model')
    cpSync(gpt2, model, { recursive: true })
    const weights = join(model, 'model.safetensors')
    chmodSync(weights, 0)
    const line = `${weights}: There is no permission to read it. Allow reading it, or copy the model elsewhere.`
    await expectFailure(['inspect', model], line)
  })

  it('an output folder that may not be written is named before the model runs', async () => {
    chmodSync(join(folder, 'out'), 0o500)
    const line = `${out()}: The folder ${join(folder, 'out')} may not be written. Name another, or allow writing to it.`
    await expectFailure(ofLogits(gpt2, '--token-ids', '1,2'), line)
    chmodSync(join(folder, 'out'), 0o700)
  })
})
