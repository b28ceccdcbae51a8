import { readFileSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { prepareSound, readSoundPreparation, readWav, soundText } from './index'
import { farthest, prepared } from './testing/prepared'

const file = resolve('fixtures/media/tones.wav')
const configs: Record<string, Record<string, unknown>> = JSON.parse(
  readFileSync(resolve('fixtures/media/configs.json'), 'utf8'),
)
const place = (...dims: (number | null)[]) => ({ file: '/m/preprocessor_config.json', dims })

describe('a sound becomes what transformers’ feature extractor makes of it', () => {
  it('as Wav2Vec2FeatureExtractor does', async () => {
    const how = readSoundPreparation(configs.wav2vec2!, place(null, null))!
    expect(farthest(prepareSound(await readWav(file), how, { file, length: null }), prepared('wav2vec2'))).toBeLessThan(
      1e-5,
    )
  })

  it('as WhisperFeatureExtractor does, 30 seconds of it', async () => {
    const how = readSoundPreparation(configs.whisper!, place(null, 80, 3000))!
    const rows = prepareSound(await readWav(file), how, { file, length: null })
    const expected = prepared('whisper')
    const first = Array.from({ length: 80 }, (_, band) => [...rows.subarray(band * 3000, band * 3000 + 64)])
    expect(farthest(Float32Array.from(first.flat()), expected)).toBeLessThan(1e-4)
    expect(new Set(rows.subarray(64, 3000)).size).toBe(1)
  })
})

it('what is done is said, and features of other kinds are left to files', () => {
  expect(soundText(readSoundPreparation(null, place(1, null))!)).toBe(
    'Samples of 16000 Hz, less their mean, by their deviation: by default, since no preprocessor_config.json lies beside it.',
  )
  expect(soundText(readSoundPreparation(configs.whisper!, place(1, 80, null))!)).toMatch(/^The first 30 s at 16000 Hz/)
  expect(readSoundPreparation(null, place(1, 128, null))).toBeNull()
  expect(() => readSoundPreparation(configs.whisper!, place(1, 128, 3000))).toThrow(
    '80 bands of a sound, and the graph takes 128',
  )
})

async function written(bytes: Uint8Array): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'tokentrace-media-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  writeFileSync(join(folder, 'sound.wav'), bytes)
  return join(folder, 'sound.wav')
}

/** A WAV file of two channels: 0.5 and −0.25, then 0 and 0.25. */
function wav(format: number, bits: number, write: (view: DataView, at: number, value: number) => void): Uint8Array {
  const bytes = new Uint8Array(44 + (4 * bits) / 8)
  const view = new DataView(bytes.buffer)
  for (const [at, tag] of [
    [0, 'RIFF'],
    [8, 'WAVE'],
    [12, 'fmt '],
    [36, 'data'],
  ] as const) {
    for (let letter = 0; letter < 4; letter++) view.setUint8(at + letter, tag.charCodeAt(letter))
  }
  view.setUint32(16, 16, true)
  view.setUint16(20, format, true)
  view.setUint16(22, 2, true)
  view.setUint32(24, 16_000, true)
  view.setUint16(34, bits, true)
  view.setUint32(40, (4 * bits) / 8, true)
  for (const [at, value] of [0.5, -0.25, 0, 0.25].entries()) write(view, 44 + (at * bits) / 8, value)
  return bytes
}

it.each<[string, number, number, (view: DataView, at: number, value: number) => void]>([
  ['PCM of 8 bits', 1, 8, (view, at, value) => view.setUint8(at, 128 + value * 128)],
  ['PCM of 16 bits', 1, 16, (view, at, value) => view.setInt16(at, value * 2 ** 15, true)],
  [
    'PCM of 24 bits',
    1,
    24,
    (view, at, value) => {
      view.setUint16(at, (value * 2 ** 23) & 0xffff, true)
      view.setInt8(at + 2, (value * 2 ** 23) >> 16)
    },
  ],
  ['PCM of 32 bits', 1, 32, (view, at, value) => view.setInt32(at, value * 2 ** 31, true)],
  ['floats of 32 bits', 3, 32, (view, at, value) => view.setFloat32(at, value, true)],
  ['floats of 64 bits', 3, 64, (view, at, value) => view.setFloat64(at, value, true)],
])('%s are read, of two channels their mean', async (_, format, bits, write) => {
  const { rate, samples } = await readWav(await written(wav(format, bits, write)))
  expect(rate).toBe(16_000)
  expect([...samples]).toEqual([0.125, 0.125])
})

it.each([
  ['is none', Buffer.from('OggS and more'), 'It is no WAV file'],
  ['is of another coding', wav(6, 8, () => {}), 'format 6 with 8 bits'],
  ['says nothing of its samples', readFileSync(file).subarray(0, 20), 'does not say what its samples are'],
  ['holds no samples', readFileSync(file).subarray(0, 44), 'holds no samples'],
])('a file that %s is refused', async (_, bytes, message) => {
  await expect(readWav(await written(bytes))).rejects.toThrow(message)
})

it('a sound of another rate is refused', async () => {
  const how = readSoundPreparation({ sampling_rate: 8000 }, place(1, null))!
  const sound = await readWav(file)
  expect(() => prepareSound(sound, how, { file, length: null })).toThrow(
    '16000 samples a second, and the model hears 8000',
  )
})
