import { spawn } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { runCli } from './run-cli'

const gallery: { figures: { out: string; figure: object }[] } = JSON.parse(
  readFileSync(resolve('docs/gallery/gallery.json'), 'utf8'),
)
const figure = (name: string) => gallery.figures.find(({ out }) => out === `${name}.png`)!.figure

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tokentrace-batch-'))
  cpSync(resolve('docs/gallery/attention.png'), join(folder, 'saved.png'))
})

afterEach(() => rmSync(folder, { recursive: true, force: true }))

function batchOf(figures: readonly object[]): string {
  const file = join(folder, 'paper.json')
  writeFileSync(file, JSON.stringify({ model: 'sample', figures }))
  return file
}

const words = (file: string) => ['--data', join(folder, 'data'), 'figure', file]
const written = () =>
  readdirSync(folder)
    .filter((name) => !['data', 'paper.json', 'saved.png'].includes(name))
    .sort()

describe('all figures of a paper in one command', () => {
  it('are made one after the other, a line for each file, whether of a spec or of a saved picture', async () => {
    const file = batchOf([
      { figure: figure('next-words'), out: ['words.svg', 'words.vl.json'] },
      { figure: 'saved.png', out: 'again.svg' },
    ])
    const { code, stdout, stderr } = await runCli(words(file))
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    const lines = stdout.trimEnd().split('\n')
    for (const [at, name] of ['words.svg', 'words.vl.json', 'again.svg'].entries()) {
      expect(lines[at]).toMatch(new RegExp(`^${at + 1}/3 ${join(folder, name)} · [\\d.]+ [kM]?B$`))
    }
    expect(lines).toHaveLength(3)
    const alone = await runCli([
      ...words(join(folder, 'saved.png')),
      '--model',
      'sample',
      '--out',
      join(folder, 'b.svg'),
    ])
    expect(alone.code).toBe(0)
    expect(readFileSync(join(folder, 'b.svg')).equals(readFileSync(join(folder, 'again.svg')))).toBe(true)
  })

  it('end where one of them cannot be made, and those before it stay', async () => {
    const other = { ...figure('lens'), model: { name: 'other', fingerprint: 'ff' } }
    const file = batchOf([
      { figure: figure('next-words'), out: 'words.svg' },
      { figure: other, out: 'other.svg' },
      { figure: figure('lens'), out: 'lens.svg' },
    ])
    const { code, stdout, stderr } = await runCli(words(file))
    expect(code).toBe(1)
    expect(stdout).toMatch(/^1\/3 .*words\.svg · .*\n$/)
    expect(stderr).toBe(
      'sample: The figure was made with another model (other) (at fingerprint). ' +
        'Open the model that it names, or make the figure again with this one.\n',
    )
    expect(written()).toEqual(['words.svg'])
  })

  it.skipIf(process.platform === 'win32')('leave no half file when they are stopped', async () => {
    const film = { kind: 'both', seconds: 20, fps: 50 }
    const file = batchOf([
      { figure: figure('next-words'), out: 'words.svg' },
      { figure: figure('path'), film, out: 'film.mp4' },
      { figure: figure('lens'), out: 'lens.svg' },
    ])
    const child = spawn(process.execPath, [resolve('out/main/cli.js'), ...words(file)], {
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let stderr = ''
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text
    })
    const ended = new Promise((done) => child.on('close', done))
    await new Promise((first) => child.stdout.once('data', first))
    child.kill('SIGINT')
    expect(await ended).toBe(130)
    expect(stderr.trimEnd().split('\n')).toHaveLength(1)
    const whole = written()
    expect(whole).toEqual(['words.svg'])
    expect(readFileSync(join(folder, 'words.svg'), 'utf8')).toMatch(/<\/svg>\n?$/)
  })
})
