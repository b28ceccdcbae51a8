import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { trajectorySpec } from '../../../shared/figures/trajectory-spec'
import { sampleGraph, sampleModel, sampleStructure } from './testing/fake-engine'
import { runWords } from './testing/run-words'

let cwd: string
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'tokentrace-cli-'))
})
afterEach(() => rmSync(cwd, { recursive: true }))

const callNames = ({ calls }: { calls: [string, unknown][] }) => calls.map(([name]) => name)
const inputOf = ({ calls }: { calls: [string, unknown][] }, name: string) => calls.find((call) => call[0] === name)?.[1]

describe('help', () => {
  it('goes to stdout, with examples, and ends with 0', async () => {
    const { code, stdout, stderr, calls } = await runWords(['--help'])
    expect({ code, stderr, calls }).toEqual({ code: 0, stderr: '', calls: [] })
    expect(stdout).toContain('Examples:')
  })

  it('says the version', async () => {
    expect(await runWords(['--version'])).toMatchObject({ code: 0, stdout: '1.2.3\n' })
  })

  it('is there for each command', async () => {
    const { code, stdout } = await runWords(['trace', '--help'])
    expect(code).toBe(0)
    expect(stdout).toContain('--token <token>')
  })
})

const prompted = ['--prompt', 'The Eiffel Tower is in Paris']
const taps = ['--taps', 'logits']

describe('wrong use ends with 2, one line on stderr, and starts no engine', () => {
  it.each([
    ['an unknown command', ['wander'], /unknown command 'wander'/],
    ['an unknown option', ['inspect', 'm', '--fast'], /unknown option '--fast'/],
    ['no model', ['inspect'], /missing required argument 'MODEL'/],
    ['an unknown device', ['inspect', 'm', '--device', 'tpu'], /Allowed choices are auto, cuda, webgpu, cpu/],
    ['no prompt', ['activations', 'm', ...taps, '--out', 'a.npz'], /give --prompt, --token-ids, --image or --sound/],
    ['both', ['activations', 'm', ...prompted, '--token-ids', '5', ...taps, '--out', 'a.npz'], /not both/],
    [
      'a chat of token ids',
      ['activations', 'm', '--token-ids', '5', '--chat', ...taps, '--out', 'a.npz'],
      /--chat is for a --prompt/,
    ],
    [
      'token ids without special tokens',
      ['trace', 'm', '--token-ids', '5', '--no-special-tokens', '--token', '@0'],
      /--no-special-tokens is for a --prompt/,
    ],
    [
      'a chat without special tokens',
      ['trace', 'm', ...prompted, '--chat', '--no-special-tokens', '--token', 'x'],
      /or/,
    ],
    ['ids that are none', ['activations', 'm', '--token-ids', '5,x', ...taps, '--out', 'a.npz'], /whole numbers/],
    ['no taps', ['activations', 'm', ...prompted, '--out', 'a.npz'], /'--taps <globs>' not specified/],
    ['another ending', ['activations', 'm', ...prompted, ...taps, '--out', 'a.pt'], /can be \.safetensors, \.npz/],
    [
      'no ending',
      ['trace', 'm', ...prompted, '--token', 'x', '--out', 'svg'],
      /can be \.svg, \.pdf, \.eps, \.png, .*\.safetensors/,
    ],
    ['no token', ['trace', 'm', ...prompted], /'--token <token>' not specified/],
    ['one model to compare', ['compare', 'm', ...prompted, '--token', 'x'], /missing required argument 'OTHER'/],
    [
      'a text and an image',
      ['activations', 'm', '--prompt', 'a', '--image', 'b.png', ...taps, '--out', 'a.npz'],
      /not two of them/,
    ],
    ['two models without a prompt', ['compare', 'm', 'o'], /give --prompt, --token-ids, --image or --sound/],
    ['more texts without CKA', ['compare', 'm', 'o', ...prompted, '--texts', 'a.txt'], /--texts is for --cka/],
    ['CKA without a prompt', ['compare', 'm', 'o', '--cka'], /give --prompt, --token-ids, --image or --sound/],
    ['circuits of no words', ['circuits', 'm', '--head', '0.0', '--words', ' '], /--words holds no words/],
    ['a length of no tokens', ['anatomy', 'm', '--length', '0'], /--length/],
    ['two models without a token', ['compare', 'm', 'o', ...prompted], /give --token/],
    [
      'one file for a run and for weights',
      ['compare', 'm', 'o', ...prompted, '--token', 'x', '--weights', '--out', 'a.csv'],
      /--out writes one of the two/,
    ],
    ['a picture too small', ['trace', 'm', ...prompted, '--token', 'x', '--width', '5'], /from 120 to 8000/],
  ])('%s', async (_, words, message) => {
    const { code, stdout, stderr, calls } = await runWords(words)
    expect({ code, stdout, calls }).toEqual({ code: 2, stdout: '', calls: [] })
    expect(stderr).toMatch(message)
    expect(stderr.trimEnd().split('\n')).toHaveLength(1)
  })

  it('no command at all, with the help', async () => {
    const { code, stderr } = await runWords([])
    expect(code).toBe(2)
    expect(stderr).toContain('Usage: tokentrace')
  })
})

describe('inspect', () => {
  it('prints the facts under each other', async () => {
    const ran = await runWords(['inspect', 'models/smol'])
    expect(ran.code).toBe(0)
    expect(ran.stderr).toBe('')
    expect(ran.stdout).toContain('\nheads        9 (3 key heads)\n')
    expect(ran.stdout).toContain('\nparameters   134,515,008\n')
    expect(ran.stdout).toContain('\nsize         269 MB\n')
    expect(ran.stdout).toContain('\nfingerprint  f1f1f1f1f1f1\n')
    expect(ran.stdout).toContain('\ndevice       cpu\n             cuda: its provider is not installed.\n')
    expect(inputOf(ran, 'inspect')).toEqual({ path: '/home/person/models/smol' })
    expect(ran.calls.at(-1)).toEqual(['close', null])
  })

  it('says what an ONNX file holds', async () => {
    const ran = await runWords(['inspect', 'models/model.onnx'])
    expect(ran.code).toBe(0)
    expect(inputOf(ran, 'graph')).toEqual({ path: '/home/person/models/model.onnx', prove: false })
    expect(ran.stdout).toContain('\noperators     ai.onnx 18\nnot standard  com.microsoft.GroupQueryAttention × 30\n')
    expect(ran.stdout).toContain('\ninputs        input_ids INT64 [batch, ?]\n')
    expect(ran.stdout).toContain('\noutputs       logits FLOAT\n')
    const { stdout } = await runWords(['inspect', '/m.onnx', '--json'])
    expect(JSON.parse(stdout)).toEqual({ ...sampleGraph, path: '/m.onnx', structure: sampleStructure })
  })

  it('says what is found inside an ONNX file, and what is not', async () => {
    const { stdout } = await runWords(['inspect', 'model.onnx'])
    expect(stdout).toContain('\nlayers       30\nheads        9 (3 key heads)\n')
    expect(stdout).toContain('\ninputs are   input_ids: token ids\n')
    expect(stdout).toContain('\nhook points  2 found of 603\n')
    expect(stdout).toContain('\nnot found    blocks.0.mlp.*: The MLP is not seen into. Near MatMul /mlp/down.\n')
  })

  it('gives numbers for inputs of an ONNX file, and says that other models take none', async () => {
    const ran = await runWords(['inspect', 'model.onnx', '--input', 'ids=1,2', '--input', 'image=cat.safetensors'])
    const given = { ids: { numbers: [1, 2], shape: null }, image: { file: '/home/person/cat.safetensors' } }
    expect(inputOf(ran, 'graph')).toEqual({ path: '/home/person/model.onnx', prove: false, given })
    const { code, stderr } = await runWords(['inspect', 'models/gpt2', '--input', 'ids=1'])
    expect(code).toBe(2)
    expect(stderr).toContain('--input gives numbers for an ONNX graph')
  })

  it('proves it when asked, and ends with 1 where the numbers say otherwise', async () => {
    const { code, stdout, stderr } = await runWords(['inspect', 'model.onnx', '--check'])
    expect(code).toBe(1)
    expect(stdout).toContain('yes: outputs are the same with hook points as without, to the bit, in 1 place\n')
    expect(stdout).toContain('NO: patterns times values are z, to 5.0e-1, in 30 places (blocks.7.attn.hook_z)\n')
    expect(stderr).toContain('What was found in smol does not bear out: patterns times values are z.')
  })

  it('prints JSON', async () => {
    const { stdout } = await runWords(['inspect', '/m', '--json', '--device', 'cpu'])
    expect(JSON.parse(stdout)).toEqual({
      ...sampleModel,
      path: '/m',
      device: { wish: 'cpu', device: 'cpu', reasons: [] },
    })
  })

  it.each([
    ['before', ['--data', 'kept', 'inspect', 'm']],
    ['after', ['inspect', 'm', '--data', 'kept']],
  ])('takes the data folder %s the command', async (_, words) => {
    expect(inputOf(await runWords(words), 'createEngine')).toEqual({
      dataFolder: '/home/person/kept',
      version: '1.2.3',
      sampleFolder: '/program/resources/sample',
    })
  })
})

describe('a text', () => {
  it.each([
    [[], {}],
    [['--no-special-tokens'], { special: false }],
    [['--chat'], { chat: true }],
  ])('with %j is asked for as %j by every command', async (options, how) => {
    const prompt = { text: 'The Eiffel Tower is in Paris', ...how }
    const traced = await runWords(['trace', '/m', ...prompted, ...options, '--token', '@3'])
    expect(traced).toMatchObject({ code: 0, stderr: expect.not.stringContaining('error') })
    expect(inputOf(traced, 'tokenize')).toEqual({ path: '/m', ...prompt })
    expect(inputOf(traced, 'run')).toMatchObject({ prompt })
    expect(inputOf(traced, 'trajectory')).toMatchObject({ prompt })
    const saved = await runWords(['activations', '/m', ...prompted, ...options, ...taps, '--out', 'a.npz'], { cwd })
    expect(inputOf(saved, 'saveActivations')).toMatchObject({ prompt })
  })
})

describe('the second text of an encoder–decoder', () => {
  const asked = async (...more: string[]) => {
    const ran = await runWords(['trace', '/m', ...prompted, ...more, '--token', '@3'], { cwd })
    return (inputOf(ran, 'run') as { prompt: object }).prompt
  }
  const text = 'The Eiffel Tower is in Paris'

  it('is asked for as words, which are read as the first one is, or as ids', async () => {
    expect(await asked('--decoder-prompt', 'La tour')).toEqual({ text, decoder: { text: 'La tour' } })
    expect(await asked('--decoder-token-ids', '0,5')).toEqual({ text, decoder: { ids: [0, 5] } })
    expect(await asked('--decoder-prompt', 'La tour', '--no-special-tokens')).toEqual({
      ...{ text, special: false },
      decoder: { text: 'La tour', special: false },
    })
  })

  it('and given states by an absolute path', async () => {
    expect(await asked('--encoder-states', 'heard.safetensors')).toEqual({
      text,
      states: join(cwd, 'heard.safetensors'),
    })
  })

  it('cannot be given twice', async () => {
    const words = ['trace', 'm', ...prompted, '--decoder-prompt', 'a', '--decoder-token-ids', '1', '--token', '@1']
    expect(await runWords(words)).toMatchObject({
      ...{ code: 2, calls: [] },
      stderr: expect.stringContaining('Give --decoder-prompt or --decoder-token-ids, not both.'),
    })
  })
})

describe('activations', () => {
  const words = (...more: string[]) => ['activations', 'm', '--taps', 'blocks.*.hook_resid_pre,logits', ...more]

  it('says what was written', async () => {
    const ran = await runWords(words(...prompted, '--out', 'run.NPZ'), { cwd })
    expect(ran).toMatchObject({ code: 0, stderr: '' })
    expect(ran.stdout).toBe(
      [
        'hook point               shape',
        'blocks.0.hook_resid_pre  [1, 8, 576]',
        'logits                   [1, 8, 49152]',
        '',
        `${join(cwd, 'run.NPZ')} · 2 tensors · 1.59 MB · 8 tokens · cpu · computed\n`,
      ].join('\n'),
    )
    expect(inputOf(ran, 'saveActivations')).toEqual({
      path: join(cwd, 'm'),
      prompt: { text: 'The Eiffel Tower is in Paris' },
      device: 'auto',
      taps: ['blocks.*.hook_resid_pre', 'logits'],
      out: join(cwd, 'run.NPZ'),
    })
  })

  it('takes token ids as they are', async () => {
    const ran = await runWords(words('--token-ids', '5,17, 42', '--out', 'a.safetensors'), { cwd })
    expect(inputOf(ran, 'saveActivations')).toMatchObject({ prompt: { ids: [5, 17, 42] } })
  })

  it('says why another device ran', async () => {
    const { code, stderr } = await runWords(words(...prompted, '--out', 'a.npz', '--device', 'cuda'), { cwd })
    expect(code).toBe(0)
    expect(stderr).toBe('Ran on cpu, not on cuda: cuda: its provider is not installed.\n')
  })

  it('leaves an empty prompt for the engine to refuse', async () => {
    const ran = await runWords(words('--prompt', '', '--out', 'a.npz'), { cwd })
    expect(ran).toMatchObject({ code: 1, stderr: 'The prompt is empty. Type a sentence.\n' })
  })

  it('refuses a missing folder before an engine starts', async () => {
    const ran = await runWords(words(...prompted, '--out', 'none/a.npz'), { cwd })
    expect(ran).toMatchObject({ code: 1, calls: [] })
    expect(ran.stderr).toContain(`The folder ${join(cwd, 'none')} does not exist`)
  })
})

describe('trace', () => {
  const words = (...more: string[]) => ['trace', 'm', ...prompted, '--token', 'Tower', ...more]

  it('prints the table alone where no file is named', async () => {
    const ran = await runWords(words())
    expect(ran).toMatchObject({ code: 0, stderr: '' })
    const lines = ran.stdout.split('\n')
    expect(lines[0]).toMatch(/^SmolLM2-135M · token @4 “·Tower” · raw view · .* · cpu · read back from the store$/)
    expect(lines).toHaveLength(9)
    expect(callNames(ran)).toEqual(['createEngine', 'tokenize', 'run', 'trajectory', 'inspect', 'close'])
  })

  it('writes every file that is named, by its ending', async () => {
    const files = ['a.svg', 'a.pdf', 'a.png', 'a.csv', 'a.json']
    const ran = await runWords(words(...files.flatMap((file) => ['--out', file]), '--dpi', '600'), { cwd })
    expect(ran.code).toBe(0)
    for (const file of files) {
      expect(ran.stdout).toContain(`${join(cwd, file)} · `)
      expect(readFileSync(join(cwd, file), 'utf8')).toBe(/csv|json/.test(file) ? 'numbers' : 'a figure')
    }
    expect(callNames(ran).slice(5, -1)).toEqual(['figure', 'figure', 'figure', 'numbers', 'numbers'])
  })

  it('draws what it was told to', async () => {
    const style = ['--theme', 'dark', '--width', '320', '--height', '300', '--words', '5', '--others', '--view', 'unit']
    const ran = await runWords(words('--out', 'a.svg', ...style), { cwd })
    const { spec, format, dpi } = inputOf(ran, 'figure') as { spec: unknown; format: string; dpi: number }
    expect({ format, dpi }).toEqual({ format: 'svg', dpi: 300 })
    expect(trajectorySpec.parse(spec)).toMatchObject({
      prompt: { text: 'The Eiffel Tower is in Paris' },
      position: 4,
      view: 'unit',
      theme: 'dark',
      width: 320,
      height: 300,
      show: { words: 5, otherTokens: true },
    })
  })

  it('finds a token of given ids once the run has told their texts', async () => {
    const ran = await runWords(['trace', 'm', '--token-ids', '5,6', '--token', 'Tower'])
    expect(callNames(ran)).toEqual(['createEngine', 'run', 'trajectory', 'inspect', 'close'])
    expect(inputOf(ran, 'trajectory')).toMatchObject({ prompt: { ids: [5, 6] }, position: 4, watch: null })
  })

  it('watches the word as it stands within a sentence', async () => {
    expect(inputOf(await runWords(words('--watch', 'Paris')), 'trajectory')).toMatchObject({ watch: 9 })
  })

  it('refuses a watched word that is not one token, before the run', async () => {
    const ran = await runWords(words('--watch', 'Parisianly'))
    expect(ran).toMatchObject({ code: 2, stdout: '' })
    expect(ran.stderr).toBe('“Parisianly” is not one token of this model’s vocabulary; watch a word that is.\n')
    expect(callNames(ran)).not.toContain('run')
  })

  it('lists the choices where the token is missing, before the run', async () => {
    const ran = await runWords(['trace', 'm', ...prompted, '--token', 'Eiffel'])
    expect(ran).toMatchObject({ code: 2, stdout: '' })
    expect(ran.stderr).toBe('“Eiffel” is not one token here; choose among:\n  @1  “·E”\n  @2  “iff”\n  @3  “el”\n')
    expect(callNames(ran)).toEqual(['createEngine', 'tokenize', 'close'])
  })

  it('leaves an empty prompt for the engine to refuse', async () => {
    const ran = await runWords(['trace', 'm', '--prompt', '', '--token', 'x'])
    expect(ran).toMatchObject({ code: 1, stderr: 'The prompt is empty. Type a sentence.\n' })
  })

  it('fits the table to the terminal and erases its progress', async () => {
    const { stdout, stderr } = await runWords(words(), { columns: 90 })
    expect(
      Math.max(
        ...stdout
          .split('\n')
          .slice(1)
          .map((line) => line.length),
      ),
    ).toBeLessThanOrEqual(90)
    expect(stderr).toBe('\r\u001b[2KRunning the model 1/2\r\u001b[2K'.repeat(2))
  })
})

describe('a failure ends with 1 and one line', () => {
  it('that names file, place and remedy', async () => {
    const ran = await runWords(['trace', 'm', '--prompt', 'fault', '--token', 'Tower'])
    expect(ran).toMatchObject({ code: 1, stdout: '', stderr: '/models/smol: The header is cut short (at byte 8).\n' })
    expect(ran.calls.at(-1)).toEqual(['close', null])
  })

  it('without a stack where it is a defect of ours', async () => {
    const { code, stderr } = await runWords(['trace', 'm', '--prompt', 'defect', '--token', 'Tower'])
    expect(code).toBe(1)
    expect(stderr).toBe(
      'Unexpected failure: a defect of two lines. Copy the details into a report.\nSet TOKENTRACE_DEBUG=1 for the details.\n',
    )
  })

  it('with the details where they are asked for', async () => {
    const words = ['activations', 'm', '--prompt', 'defect', ...taps, '--out', 'a.npz']
    const { stderr } = await runWords(words, { cwd, debug: true })
    expect(stderr).toContain('fake-engine.ts')
  })
})

describe('a stop', () => {
  it.each([
    ['trace', ['--token', 'Tower', '--out', 'a.svg']],
    ['activations', [...taps, '--out', 'a.npz']],
  ])('of %s ends with 130, writes nothing and closes the engine', async (command, more) => {
    const stop = new AbortController()
    setTimeout(() => stop.abort(), 50)
    const ran = await runWords([command, 'm', '--prompt', 'wait', ...more], { cwd, signal: stop.signal })
    expect(ran).toMatchObject({ code: 130, stdout: '', stderr: 'Stopped.\n' })
    expect(ran.calls.at(-1)).toEqual(['close', null])
    expect(existsSync(join(cwd, more.at(-1)!))).toBe(false)
  })
})
