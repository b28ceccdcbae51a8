import { readFileSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { type PreparedImage, preparationText, prepareImage, readImage, readImagePreparation } from './index'
import { farthest, prepared } from './testing/prepared'

const folder = resolve('fixtures/media')
const configs: Record<string, Record<string, unknown>> = JSON.parse(readFileSync(join(folder, 'configs.json'), 'utf8'))
const anySize = { file: '/m/preprocessor_config.json', height: null, width: null }

async function made(name: string, file: string): Promise<PreparedImage> {
  return prepareImage(await readImage(join(folder, file)), readImagePreparation(configs[name]!, anySize), 3)
}

async function written(bytes: Uint8Array): Promise<string> {
  const place = await mkdtemp(join(tmpdir(), 'tokentrace-media-'))
  onTestFinished(() => rm(place, { recursive: true, force: true }))
  writeFileSync(join(place, 'file'), bytes)
  return join(place, 'file')
}

describe('an image becomes what transformers’ processor on Pillow makes of it', () => {
  it.each(['vit', 'vit-bicubic', 'clip', 'dino', 'lanczos', 'box', 'hamming', 'nearest'])(
    'as %s does',
    async (name) => {
      const { numbers } = await made(name, 'picture.png')
      expect(farthest(numbers, prepared(`${name} picture.png`))).toBeLessThan(1e-6)
    },
  )

  it.each(['vit', 'clip'])('also out of a JPEG file, as %s does', async (name) => {
    const { numbers } = await made(name, 'picture.jpg')
    expect(farthest(numbers, prepared(`${name} picture.jpg`))).toBeLessThan(1e-6)
  })
})

it.each(['palette.png', 'grey-alpha.png', 'black-white.png'])('%s is read as colours', async (file) => {
  const { width, data } = await readImage(join(folder, file))
  const expected = prepared(file)
  const rows = Array.from({ length: 40 }, (_, row) => [...data.subarray(row * width * 3, (row * width + 40) * 3)])
  expect(farthest(Float32Array.from(rows.flat()), expected)).toBe(0)
})

it.each([1, 2, 3, 4, 5, 6, 7, 8])('a JPEG file of EXIF orientation %i is upright', async (orientation) => {
  // A directory of one entry: Orientation, one whole number of 16 bits (EXIF 2.32, 4.6.4).
  const exif = Buffer.from('Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\0\0\0\0\0\0\0\0', 'latin1')
  exif.writeUInt16LE(orientation, 24)
  const head = Buffer.from([0xff, 0xe1, 0, exif.length + 2])
  const jpeg = readFileSync(join(folder, 'picture.jpg'))
  const { width, height, data } = await readImage(
    await written(Buffer.concat([jpeg.subarray(0, 2), head, exif, jpeg.subarray(2)])),
  )
  expect([width, height]).toEqual(orientation < 5 ? [173, 131] : [131, 173])
  const rows = Array.from({ length: 12 }, (_, row) => [...data.subarray(row * width * 3, (row * width + 12) * 3)])
  expect(farthest(Float32Array.from(rows.flat()), prepared(`turned ${orientation}`))).toBe(0)
})

it('without a config, what is done by default is said', () => {
  const byDefault = readImagePreparation(null, { ...anySize, height: 30, width: 40 })
  expect(preparationText(byDefault)).toBe(
    'Resized (bilinear) to 30 × 40 pixels, times 1/255, less 0.5, by 0.5: by default, since no preprocessor_config.json lies beside it.',
  )
  expect(preparationText(readImagePreparation(configs.clip!, anySize))).toMatch(
    /^Resized \(bicubic\) until its shorter side has 32 pixels, cut to the 28 × 28 in its middle, .*says\.$/,
  )
})

it('a config that makes another size than the graph takes is refused', () => {
  expect(() => readImagePreparation(configs.vit!, { ...anySize, height: 224, width: 224 })).toThrow(
    'It makes images of 30 × 30 pixels, and the graph takes 224 × 224',
  )
  expect(() => readImagePreparation({ size: 'large' }, anySize)).toThrow('is said in a way that is not known (at size)')
})

describe('a file that is no image', () => {
  const png = readFileSync(join(folder, 'picture.png'))
  const jpeg = readFileSync(join(folder, 'picture.jpg'))
  const huge = Buffer.from(png)
  huge.writeUInt32BE(60_000, 16)
  huge.writeUInt32BE(60_000, 20)
  const empty = Buffer.from(png)
  empty.writeUInt32BE(0, 16)

  it.each([
    ['is not there', null, 'There is no file where an image should be'],
    ['is something else', Buffer.from('GIF89a'), 'It is neither a PNG nor a JPEG file'],
    ['is empty', Buffer.alloc(0), 'It is neither a PNG nor a JPEG file'],
    ['is a PNG that was cut short', png.subarray(0, 2000), 'The PNG file is broken'],
    ['is a PNG’s first bytes', png.subarray(0, 10), 'The PNG file is broken'],
    ['is a JPEG’s first bytes', jpeg.subarray(0, 30), 'The JPEG file is broken'],
    ['is a PNG without a pixel', empty, 'The PNG file is broken'],
    ['is too large', huge, '60000 × 60000 pixels'],
  ])('%s', async (_, bytes, message) => {
    const file = bytes ? await written(bytes) : '/nowhere/cat.png'
    await expect(readImage(file)).rejects.toThrow(message)
  })
})
