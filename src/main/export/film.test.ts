import { decode } from 'fast-png'
import { createElement, type ReactElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { plainFilm } from '../../shared/figures/film/film'
import { trajectoryFilm } from '../../shared/figures/film/trajectory-film'
import { frameTrajectory } from '../../shared/figures/frame'
import { figureColours } from '../../shared/figures/theme'
import { sampleSpec, sampleTrajectory } from '../../shared/figures/trajectory.test-data'
import { homeCamera } from '../../shared/figures/trajectory-cameras'
import { TrajectoryFigure } from '../../shared/figures/trajectory-figure'
import { atOnce } from '../../shared/slices'
import { filmFile } from './film'
import { pngFromSvg } from './png'
import { readProvenance } from './read-provenance'
import { legalXml } from './svg-document'
import { origin } from './testing/figure'
import { readGif } from './testing/read-gif'

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
  filmFile(format, at, given, figureColours.light, before).then((bytes) => Buffer.from(bytes))

/** A path that grows while it is turned, with words around it, of many more colours than a GIF has. */
function path(): (frame: number) => ReactElement {
  const trajectory = sampleTrajectory(4, 200)
  const spec = sampleSpec(trajectory, homeCamera(frameTrajectory(trajectory), settings))
  const none = { station: 0, arrows: [] }
  const film = atOnce(trajectoryFilm(spec, trajectory, none, { ...settings, kind: 'both' }))
  return (frame) => createElement(TrajectoryFigure, film(frame))
}

describe('a GIF', () => {
  it('has each frame for its share of the time, and begins again for ever', async () => {
    const file = await make('gif')
    const { head, width, height, loops, frames, end } = readGif(file)
    expect([head, width, height, loops]).toEqual(['GIF89a', 160, 90, 0])
    expect(frames).toHaveLength(12)
    expect(frames.reduce((sum, { delay }) => sum + delay, 0)).toBe(100)
    expect(new Set(frames.map(({ delay }) => delay))).toEqual(new Set([8, 9]))
    expect(frames.map(({ transparent }) => transparent)).toEqual([false, ...Array(11).fill(true)])
    expect(end).toBe(file.length - 1)
  })

  it.each([
    ['a disc that moves', () => at, 1, 0.01],
    ['a path that grows and turns', path, 48, 0.5],
  ] as const)(
    'shows of %s what a PNG of the same frame shows, in colours near to its own',
    async (_, drawing, most, mean) => {
      const drawn = drawing()
      const { frames } = readGif(await filmFile('gif', drawn, facts, figureColours.light, async () => {}))
      for (const [frame, { pixels }] of frames.entries()) {
        const { data, ...size } = decode(await pngFromSvg(legalXml(renderToStaticMarkup(drawn(frame))), 96, origin))
        expect(size).toMatchObject({ width: 160, height: 90, channels: 4, depth: 8 })
        const apart = Array.from(pixels, (value, at) => Math.abs(value - data[4 * Math.floor(at / 3) + (at % 3)]!))
        // Of 255.
        expect(apart.reduce((a, b) => Math.max(a, b))).toBeLessThanOrEqual(most)
        expect(apart.reduce((sum, one) => sum + one, 0) / apart.length).toBeLessThan(mean)
      }
      expect(frames[0]!.pixels).not.toEqual(frames[11]!.pixels)
    },
  )

  it('ends where it is not to begin again', async () => {
    expect(readGif(await make('gif', { ...facts, loop: false })).loops).toBeNull()
  })
})

describe('a film', () => {
  it.each(['gif', 'mp4'] as const)(
    'as %s carries what it is made of, and is made again to the same bytes at another time',
    async (format) => {
      vi.useFakeTimers({ toFake: ['Date'], now: new Date('2024-02-29T12:00:00Z') })
      onTestFinished(() => void vi.useRealTimers())
      const file = await make(format)
      vi.setSystemTime(new Date('2031-01-01T00:00:00Z'))
      expect(readProvenance(file)).toEqual({ ...origin, film: settings })
      expect(readProvenance(file.subarray(0, file.length / 2))).toBeNull()
      expect((await make(format)).equals(file)).toBe(true)
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

  it.each(['gif', 'mp4'] as const)(
    'as %s is stopped before its first frame, which then fails unheard',
    async (format) => {
      const unheard: unknown[] = []
      const hear = (error: unknown) => void unheard.push(error)
      process.on('unhandledRejection', hear)
      onTestFinished(() => void process.off('unhandledRejection', hear))
      const stop = new AbortController()
      const before = async () => {
        stop.abort()
        stop.signal.throwIfAborted()
      }
      await expect(filmFile(format, at, facts, figureColours.light, before, stop.signal)).rejects.toThrow('aborted')
      await new Promise((resolve) => setTimeout(resolve, 50))
      expect(unheard).toEqual([])
    },
  )

  it('leaves the process’s own ways with errors alone', async () => {
    const before = process.listeners('unhandledRejection')
    await make('mp4')
    expect(process.listeners('unhandledRejection')).toEqual(before)
  })
})
