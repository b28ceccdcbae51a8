import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import * as z from 'zod'
import { answerOf, type Client, startEngine } from '../../src/main/engine/testing/engine-client'
import type { FigureFormat } from '../../src/shared/figures/figure-formats'
import { type FigureSpec, figureSpec } from '../../src/shared/figures/figure-spec'
import { film } from '../../src/shared/figures/film/film'
import { makeQuantisedSample } from '../quantised-sample'

const batch = z.object({ figures: z.array(z.object({ out: z.string(), figure: figureSpec, film: film.optional() })) })

/** The figures of docs/gallery, by their files. */
export const { figures } = batch.parse(JSON.parse(readFileSync(resolve('docs/gallery/gallery.json'), 'utf8')))

export interface Gallery {
  readonly client: Client
  /** For files of one's own; it goes with the gallery. */
  readonly folder: string
  /** A figure of the sample, and of a copy in four bits where it is of two models. */
  save(spec: FigureSpec, format: FigureFormat): Promise<File>
  close(): Promise<void>
}

/** What draws them, in a folder of its own. */
export async function openGallery(): Promise<Gallery> {
  const folder = mkdtempSync(join(tmpdir(), 'tokentrace-gallery-'))
  const other = makeQuantisedSample(join(folder, 'sample-in-four-bits'))
  const { engine, client } = await startEngine(join(folder, 'data'))
  return {
    client,
    folder,
    async save(spec, format) {
      const asked = { path: 'sample', other, device: 'cpu' as const, spec, format, dpi: 96 }
      return (await answerOf<File>(client.export.figure(asked))).answer
    },
    async close() {
      await engine.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
