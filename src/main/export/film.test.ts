import { createElement, type ReactElement } from 'react'
import { describe, expect, it } from 'vitest'
import { plainFilm } from '../../shared/figures/film/film'
import { figureColours } from '../../shared/figures/theme'
import { filmFile } from './film'
import { readProvenance } from './read-provenance'
import { origin } from './testing/figure'

const settings = { ...plainFilm, seconds: 1, fps: 12, width: 160, height: 90 }
const facts = { ...settings, title: 'Tower', provenance: JSON.stringify({ ...origin, film: settings }) }

/** A disc that goes from left to right over a word. */
function at(frame: number): ReactElement {
  return createElement(
    'svg',
    { xmlns: 'http://www.w3.org/2000/svg', width: 160, height: 90, viewBox: '0 0 160 90', fontFamily: 'Inter' },
    createElement('rect', { width: 160, height: 90, fill: '#ffffff' }),
    createElement('text', { x: 20, y: 30, fontSize: 14, fill: '#14171c' }, 'attention'),
    createElement('circle', { cx: 10 + 12 * frame, cy: 60, r: 8, fill: '#d55e00' }),
  )
}

const make = (format: 'gif' | 'mp4', given = facts, before = async (_: number) => {}) =>
  filmFile(format, at, given, figureColours.light, before)

/** A GIF’s blocks, read as GIF89a describes them. */
function gifBlocks(bytes: Uint8Array) {
  const file = Buffer.from(bytes)
  const frames: { delay: number; width: number; height: number; transparent: boolean }[] = []
  let loops: number | null = null
  let control = { delay: 0, transparent: false }
  let at = 13 + 3 * 2 ** ((file[10]! & 7) + 1)
  const skip = () => {
    while (file[at]! > 0) at += file[at]! + 1
    at += 1
  }
  while (file[at] !== 0x3b) {
    if (file[at] === 0x21) {
      if (file[at + 1] === 0xf9) control = { delay: file.readUInt16LE(at + 4), transparent: (file[at + 3]! & 1) === 1 }
      if (file.toString('latin1', at + 3, at + 14) === 'NETSCAPE2.0') loops = file.readUInt16LE(at + 16)
      at += 2
    } else {
      frames.push({ ...control, width: file.readUInt16LE(at + 5), height: file.readUInt16LE(at + 7) })
      at += 11
    }
    skip()
  }
  return { head: file.toString('latin1', 0, 6), size: [file.readUInt16LE(6), file.readUInt16LE(8)], loops, frames, at }
}

describe('a GIF', () => {
  it('has each frame for its share of the time, and begins again for ever', async () => {
    const file = await make('gif')
    const { head, size, loops, frames, at: end } = gifBlocks(file)
    expect([head, size, loops]).toEqual(['GIF89a', [160, 90], 0])
    expect(frames).toHaveLength(12)
    expect(frames.reduce((sum, { delay }) => sum + delay, 0)).toBe(100)
    expect(new Set(frames.map(({ delay }) => delay))).toEqual(new Set([8, 9]))
    expect(frames.map(({ transparent }) => transparent)).toEqual([false, ...Array(11).fill(true)])
    expect(end).toBe(file.length - 1)
  })

  it('ends where it is not to begin again', async () => {
    expect(gifBlocks(await make('gif', { ...facts, loop: false })).loops).toBeNull()
  })
})

describe('a film', () => {
  it.each(['gif', 'mp4'] as const)(
    'as %s carries what it is made of, and is made again to the same frames',
    async (format) => {
      const file = await make(format)
      expect(readProvenance(file)).toEqual({ ...origin, film: settings })
      expect(readProvenance(file.subarray(0, file.length / 2))).toBeNull()
      if (format === 'gif') expect(await make(format)).toEqual(file)
    },
  )

  it.each(['gif', 'mp4'] as const)(
    'as %s is stopped between two frames, and another can be made after it',
    async (format) => {
      const stop = new Error('stop')
      const before = async (frame: number) => {
        if (frame === 5) throw stop
      }
      await expect(make(format, facts, before)).rejects.toBe(stop)
      expect((await make(format)).length).toBeGreaterThan(1000)
    },
  )

  it('leaves the process’s own ways with errors alone', async () => {
    const before = process.listeners('unhandledRejection')
    await make('mp4')
    expect(process.listeners('unhandledRejection')).toEqual(before)
  })
})
