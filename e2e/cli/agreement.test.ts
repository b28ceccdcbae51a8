import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { largestDifference, readFloats, readReference } from '../../src/main/inference/testing/reference'
import { readNpz } from './read-npz'
import { runCli } from './run-cli'

/** Absolute, on the CPU in F32. */
const tolerance = 2e-4
/** Of families with a tokenizer beside the weights; the references hold every hook point. */
const models = ['gpt2-tiny', 'llama-tiny', 'bert-tiny']
/**
 * With what the others do not have: soft caps, sinks and experts, ALiBi, norms after the sums, parallel parts; shared layers,
 * relative positions and windows to both sides in encoders; and two texts.
 */
const others = [
  ...['gemma2-tiny', 'gpt-oss-tiny', 'falcon-tiny-alibi', 'opt-tiny-350m', 'phi-tiny'],
  ...['albert-tiny', 'mpnet-tiny', 'modernbert-tiny', 't5-tiny-gated', 'bart-tiny', 'marian-tiny-unshared'],
]

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tokentrace-agreement-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

/** Writes hook points to a file on the CPU and answers what was printed. */
async function activations(model: string, prompt: readonly string[], taps: string, out: string): Promise<string> {
  const words = ['activations', `fixtures/models/${model}`, ...prompt, '--taps', taps, '--out', out, '--device', 'cpu']
  const { code, stdout, stderr } = await runCli(['--data', folder, ...words])
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  return stdout
}

function headerOf(path: string): { __metadata__: Record<string, string> } & Record<string, { dtype: string }> {
  const bytes = readFileSync(path)
  return JSON.parse(bytes.toString('utf8', 8, 8 + Number(bytes.readBigUInt64LE())))
}

describe.each([...models, ...others])('the activations of %s', (model) => {
  const [first] = readReference(model)
  const said = first!.decoderTokenIds?.[0]
  const ids = [...['--token-ids', first!.tokenIds[0]!.join()], ...(said ? ['--decoder-token-ids', said.join()] : [])]

  it.each(['.safetensors', '.npz'])('agree with PyTorch at every hook point, as %s', async (ending) => {
    const out = join(folder, `${model}${ending}`)
    const printed = await activations(model, ids, '**', out)
    const got = extname(out) === '.npz' ? readNpz(out) : readFloats(out)
    expect([...got.keys()]).toEqual(expect.arrayContaining([...first!.tensors.keys()]))
    if (models.includes(model)) expect(got.size).toBe(first!.tensors.size)
    for (const [hook, expected] of first!.tensors) {
      expect(got.get(hook)!.shape, hook).toEqual(expected.shape)
      expect(got.get(hook)!.shape[0], `the batch of ${hook}`).toBe(1)
      expect(largestDifference(got.get(hook)!, expected), hook).toBeLessThan(tolerance)
      expect(printed).toMatch(new RegExp(`^${hook} +\\[${expected.shape.join(', ')}\\]$`, 'm'))
    }
  })

  it('are F32, and say what they were made from', () => {
    const { __metadata__, ...tensors } = headerOf(join(folder, `${model}.safetensors`))
    expect(new Set(Object.values(tensors).map(({ dtype }) => dtype))).toEqual(new Set(['F32']))
    expect(__metadata__).toMatchObject({ model, token_ids: JSON.stringify(first!.tokenIds[0]), device: 'cpu' })
    expect(__metadata__.decoder_token_ids).toBe(said && JSON.stringify(said))
    expect(__metadata__.fingerprint).toMatch(/^[0-9a-f]{64}$/)
  })
})

it('globs choose among the hook points, in the model’s own order', async () => {
  const out = join(folder, 'some.npz')
  await activations('gpt2-tiny', ['--token-ids', '261,288'], 'logits,blocks.*.hook_resid_pre,blocks.1.attn.*_k', out)
  expect([...readNpz(out).keys()]).toEqual([
    'blocks.0.hook_resid_pre',
    'blocks.1.hook_resid_pre',
    'blocks.1.attn.hook_k',
    'blocks.2.hook_resid_pre',
    'logits',
  ])
})

describe.each(models)('a prompt for %s', (model) => {
  const { models: known } = JSON.parse(readFileSync('fixtures/reference/tokenize.json', 'utf8')) as {
    models: Record<string, { text: string; ids: number[] }[]>
  }
  const texts = ['The Eiffel Tower is in Paris', '  two leading and two trailing  ', 'line\nbreak\n\nparagraph']

  it.each(texts)('becomes the ids that transformers gives: %j', async (text) => {
    const out = join(folder, 'prompt.safetensors')
    await activations(model, ['--prompt', text], 'hook_embed', out)
    const { ids } = known[model]!.find((entry) => entry.text === text)!
    expect(JSON.parse(headerOf(out).__metadata__.token_ids!)).toEqual(ids)
  })
})
