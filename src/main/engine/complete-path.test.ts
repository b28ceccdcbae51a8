import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { isAbsolute, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { completePath } from './complete-path'

let home: string
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'tokentrace-complete-'))
})
afterEach(() => {
  rmSync(home, { recursive: true })
})

function folder(...parts: string[]): string {
  const path = join(home, ...parts)
  mkdirSync(path, { recursive: true })
  return path
}

function model(...parts: string[]): string {
  const path = folder(...parts)
  writeFileSync(join(path, 'config.json'), '{}')
  writeFileSync(join(path, 'model.safetensors'), '')
  return path
}

async function names(typed: string): Promise<string[]> {
  return (await completePath(typed, home)).map(({ path }) => path.slice(home.length + 1))
}

describe('what is offered', () => {
  it('is what lies in a folder that is typed with its separator, models first, each sorted', async () => {
    model('models', 'llama-10')
    model('models', 'llama-9')
    folder('models', 'archive')
    writeFileSync(join(home, 'models', 'a-file'), '')
    expect(await completePath(`${home}/models/`, home)).toEqual([
      { path: join(home, 'models', 'llama-9'), isModel: true },
      { path: join(home, 'models', 'llama-10'), isModel: true },
      { path: join(home, 'models', 'archive'), isModel: false },
    ])
  })

  it('is the siblings that begin like the last part, in any case and either form of an accent', async () => {
    folder('Models')
    folder('models-old')
    folder('music')
    folder('Mode\u0301les')
    expect(await names(`${home}/mod`)).toEqual(
      ['Models', 'models-old', 'Mode\u0301les'].sort(new Intl.Collator('en').compare),
    )
    expect(await names(`${home}/mod\u00e9`)).toEqual(['Mode\u0301les'])
  })

  it('starts at the home folder with nothing typed, a tilde, or a relative path', async () => {
    folder('models', 'gpt2')
    for (const typed of ['', ' ', '~', '~/']) expect(await names(typed), typed).toEqual(['models'])
    for (const typed of ['~/mo', 'mo', './mo', '"~/mo', `'${home}/mo`])
      expect(await names(typed), typed).toEqual(['models'])
    expect(await names('models/')).toEqual(['models/gpt2'])
    expect(await names(`${pathToFileURL(home)}/mo`)).toEqual(['models'])
  })

  it('leaves hidden folders out until a dot is typed', async () => {
    folder('.cache')
    folder('seen')
    expect(await names('~/')).toEqual(['seen'])
    expect(await names('~/.')).toEqual(['.cache'])
    expect(await names('~/.c')).toEqual(['.cache'])
  })

  it('goes up with two dots', async () => {
    folder('a', 'b')
    expect(await names('~/a/b/..')).toEqual(['a/b'])
  })

  it('is the model itself, then what lies in it, when it is named with its separator', async () => {
    model('gpt2')
    folder('gpt2', 'onnx')
    expect(await names('~/gpt2/')).toEqual(['gpt2', 'gpt2/onnx'])
  })

  it('follows links to folders, and leaves out links to files and to nowhere', async () => {
    symlinkSync(model('store', 'x'), join(home, 'linked'))
    symlinkSync(join(home, 'nowhere'), join(home, 'link-to-nowhere'))
    writeFileSync(join(home, 'file'), '')
    symlinkSync(join(home, 'file'), join(home, 'link-to-file'))
    expect(await completePath('~/lin', home)).toEqual([{ path: join(home, 'linked'), isModel: true }])
  })
})

describe('a model', () => {
  it('is an ONNX file, and a folder of one that stands for the whole, or whose folder onnx has one', async () => {
    folder('graphs')
    writeFileSync(join(home, 'graphs', 'a.onnx'), '')
    folder('several')
    for (const name of ['a.onnx', 'b.onnx']) writeFileSync(join(home, 'several', name), '')
    folder('repository', 'onnx')
    for (const name of ['model.onnx', 'model_q4.onnx']) writeFileSync(join(home, 'repository', 'onnx', name), '')
    expect(await completePath('~/', home)).toEqual([
      { path: join(home, 'graphs'), isModel: true },
      { path: join(home, 'repository'), isModel: true },
      { path: join(home, 'several'), isModel: false },
    ])
    expect(await names('~/several/')).toEqual(['several/a.onnx', 'several/b.onnx'])
  })

  it('holds its config and weights, or the index of its weights', async () => {
    model('whole')
    writeFileSync(join(folder('sharded'), 'config.json'), '{}')
    writeFileSync(join(home, 'sharded', 'model.safetensors.index.json'), '{}')
    writeFileSync(join(folder('config-only'), 'config.json'), '{}')
    writeFileSync(join(folder('weights-only'), 'model.safetensors'), '')
    const choices = await completePath('~/', home)
    expect(choices.filter(({ isModel }) => isModel).map(({ path }) => path)).toEqual([
      join(home, 'sharded'),
      join(home, 'whole'),
    ])
    expect(choices).toHaveLength(4)
  })

  it('may be the hub cache’s folder of one, where it has snapshots', async () => {
    folder('models--openai--gpt2', 'snapshots', 'abc')
    folder('models--empty')
    expect(await completePath('~/models--', home)).toEqual([
      { path: join(home, 'models--openai--gpt2'), isModel: true },
      { path: join(home, 'models--empty'), isModel: false },
    ])
  })
})

describe('a GGUF model', () => {
  it('is offered as a file, by the first of those that it was split into, beside folders that hold one', async () => {
    const files = ['b.GGUF', 'm-00001-of-00002.gguf', 'm-00002-of-00002.gguf', 'mmproj-b.gguf', 'notes.txt']
    for (const name of files) writeFileSync(join(folder('gguf'), name), '')
    writeFileSync(join(folder('gguf', 'one'), 'a.gguf'), '')
    for (const name of ['a.gguf', 'b.gguf']) writeFileSync(join(folder('gguf', 'several'), name), '')
    symlinkSync(join(home, 'gguf', 'b.GGUF'), join(home, 'gguf', 'linked.gguf'))
    folder('gguf', 'folder.gguf')
    expect(await completePath('~/gguf/', home)).toEqual([
      ...['b.GGUF', 'linked.gguf', 'm-00001-of-00002.gguf', 'one'].map((name) => ({
        path: join(home, 'gguf', name),
        isModel: true,
      })),
      ...['folder.gguf', 'several'].map((name) => ({ path: join(home, 'gguf', name), isModel: false })),
    ])
    expect(await completePath('~/gguf/B', home)).toEqual([{ path: join(home, 'gguf', 'b.GGUF'), isModel: true }])
  })
})

describe('completing', () => {
  it('offers at most 50, the models among many folders before the others', async () => {
    for (let n = 0; n < 120; n++) folder(`run-${n}`)
    model('run-zebra')
    const choices = await completePath('~/run', home)
    expect(choices).toHaveLength(50)
    expect(choices[0]).toEqual({ path: join(home, 'run-zebra'), isModel: true })
  })

  it.each(['/nowhere/at/all/', 'file://elsewhere/x', 'file:///%zz', 'a\0b', '"', '/etc/passwd/', 'C:\\mod'])(
    'answers with nothing to %j',
    async (typed) => {
      expect(await completePath(typed, home)).toEqual([])
    },
  )

  it('never rejects, and answers with absolute paths only, whatever is typed', async () => {
    folder('~', 'x')
    folder('a.b', 'c')
    const part = fc.constantFrom('~', '/', '..', '.', 'a', '"', 'file:', '\\', '%2F', '\0', ' ')
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.string({ unit: part }), fc.string({ unit: 'binary' })), async (typed) => {
        for (const { path } of await completePath(typed, home)) expect(isAbsolute(path)).toBe(true)
      }),
    )
  })
})
