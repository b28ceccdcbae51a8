import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readProvenance } from '../../src/main/export/read-provenance'
import { type CliResult, runCli } from './run-cli'

let folder: string
let path: string
let pattern: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tokentrace-film-'))
  const { figures } = JSON.parse(readFileSync(resolve('docs/gallery/gallery.json'), 'utf8'))
  const saved = (name: string) => {
    const file = join(folder, `${name}.json`)
    writeFileSync(file, JSON.stringify(figures.find(({ out }: { out: string }) => out === `${name}.png`).figure))
    return file
  }
  path = saved('path')
  pattern = saved('attention')
  mkdirSync(join(folder, 'out'))
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

const run = (...args: string[]) => runCli(['--data', join(folder, 'data'), 'figure', ...args])
const out = (ending: string) => join(folder, 'out', `film.${ending}`)
const make = (spec: string, ending: string, ...words: string[]) =>
  run(spec, '--model', 'sample', '--out', out(ending), ...words)

const small = ['--seconds', '0.5', '--fps', '6', '--size', '160x120']
const smallFilm = { seconds: 0.5, fps: 6, width: 160, height: 120 }

describe('a saved path on the command line', () => {
  it.each([
    ['gif', [...small, '--no-loop'], { ...smallFilm, kind: 'layers', loop: false }],
    ['mp4', [...small, '--journey', 'both'], { ...smallFilm, kind: 'both', loop: true }],
    ['glb', [], undefined],
  ])('becomes a .%s file that says what it is made of', async (ending, words, film) => {
    expect(await make(path, ending, ...words)).toEqual({
      code: 0,
      stdout: expect.stringMatching(new RegExp(`^${out(ending).replaceAll('.', '\\.')} · [\\d.]+ [kM]?B\n$`)),
      stderr: '',
    })
    const { spec, film: made } = readProvenance(readFileSync(out(ending)))!
    expect(spec).toEqual(JSON.parse(readFileSync(path, 'utf8')))
    expect(made).toEqual(film)
    rmSync(out(ending))
  })
})

describe('a film that cannot be made', () => {
  const expectFault = (ended: CliResult, code: number, line: string) => {
    expect(ended).toEqual({ code, stdout: '', stderr: `${line}\n` })
    expect(readdirSync(join(folder, 'out'))).toEqual([])
  }

  it.each([
    ['--seconds', ['0', '-1', 'NaN', '61', '1e9', ''], '<number>', 'It is a number from 0.5 to 60.'],
    ['--fps', ['0', '-5', 'NaN', '24.5', '1000'], '<number>', 'It is a whole number from 1 to 60.'],
    [
      '--size',
      ['0x0', '-160x120', 'NaN', '161x120', '160', '99999x99999'],
      '<pixels>',
      'Write it as 1280x720: two even numbers of pixels from 64 to 3840.',
    ],
    ['--journey', ['sideways', ''], '<kind>', 'Allowed choices are layers, orbit, both.'],
  ])('since %s is %j is a wrong use', async (option, values, takes, remedy) => {
    for (const value of values) {
      const line = `error: option '${option} ${takes}' argument '${value}' is invalid. ${remedy}`
      expectFault(await make(path, 'gif', `${option}=${value}`), 2, line)
    }
  })

  it.each([
    [
      'gif',
      ['--fps', '60'],
      'A GIF shows at most 50 frames a second, and this would have 60 (at fps). Choose fewer frames a second, or MP4.',
    ],
    [
      'mp4',
      ['--seconds', '60', '--fps', '60', '--size', '3840x2160'],
      '3600 frames of 3840 × 2160 pixels are too many (at film). ' +
        'Choose fewer seconds, fewer frames a second or a smaller picture.',
    ],
  ])('since a .%s file does not hold %j', async (ending, words, line) => {
    expectFault(await make(path, ending, ...words), 1, line)
  })

  it.each([
    [
      'gif',
      'This figure does not move, and GIF is for what does. Save it as PNG or PDF, or save a figure of paths in 3D as a film.',
    ],
    [
      'mp4',
      'This figure does not move, and MP4 is for what does. Save it as PNG or PDF, or save a figure of paths in 3D as a film.',
    ],
    [
      'glb',
      'This figure is not in 3D, and glTF holds 3D scenes. Save it as PDF or SVG, or save a figure of paths as glTF.',
    ],
  ])('as a .%s file since a pattern is none', async (ending, line) => {
    expectFault(await make(pattern, ending), 1, `sample: ${line}`)
  })

  it('names the figure of a batch and its setting', async () => {
    const batch = join(folder, 'batch.json')
    const film = { ...smallFilm, seconds: 0 }
    writeFileSync(batch, JSON.stringify({ model: 'sample', figures: [{ figure: path, out: out('gif'), film }] }))
    const ended = await run(batch)
    expect(ended.stderr).toContain('(at figures.0.film.seconds)')
    expectFault(ended, 1, ended.stderr.trimEnd())
    expect(ended.stderr.trimEnd()).not.toContain('\n')
  })
})
