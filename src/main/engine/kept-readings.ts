import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod'
import { writeBytes } from '../export'
import { runtimeVersions, type ToldByRuns } from '../inference'
import { keepNewest } from './newest-files'

/** Counts up when what is kept, or how it is found out, becomes another. */
const version = 1

/** So many graphs' are kept, the newest. */
const mostFiles = 64

const numbers = z.array(z.number())
const kept = z.object({
  version: z.literal(version),
  runtime: z.literal(runtimeVersions()['onnxruntime-node'] ?? ''),
  probes: z
    .array(
      z.object({
        batch: z.array(z.int()),
        length: z.array(z.int()),
        of: z.array(z.tuple([z.string(), z.array(z.array(z.int()))])),
        tried: z.array(
          z.tuple([z.string(), z.object({ usual: z.array(z.int()).optional(), stand: z.number().optional() })]),
        ),
      }),
    )
    .min(1)
    .max(2),
  norms: z.array(
    z.tuple([
      z.string(),
      z.object({
        kind: z.enum(['layer', 'rms']),
        eps: z.number(),
        gain: numbers,
        shift: numbers.nullable(),
      }),
    ]),
  ),
  causal: z.boolean().nullable(),
})

/** What runs told of graphs, beside the activation store, so that a file that was opened before opens without a run. */
export interface KeptReadings {
  /** Null where nothing is kept, or by another version. */
  get(fingerprint: string): Promise<ToldByRuns | null>
  put(fingerprint: string, told: ToldByRuns): Promise<void>
}

/** A convenience: where the folder cannot be read or written, graphs are run. */
export function keptReadings(folder: () => string): KeptReadings {
  const fileOf = (fingerprint: string) => join(folder(), `${fingerprint}.json`)
  return {
    async get(fingerprint) {
      try {
        const read = kept.safeParse(JSON.parse(await readFile(fileOf(fingerprint), 'utf8')))
        return read.success ? toldOf(read.data) : null
      } catch {
        return null
      }
    },
    async put(fingerprint, told) {
      try {
        await mkdir(folder(), { recursive: true })
        await writeBytes(fileOf(fingerprint), JSON.stringify(writtenOf(told)))
        await keepNewest(folder(), mostFiles)
      } catch {
        // Then it is run again the next time.
      }
    },
  }
}

function writtenOf({ probes, norms, causal }: ToldByRuns): z.infer<typeof kept> {
  return {
    version,
    runtime: runtimeVersions()['onnxruntime-node'] ?? '',
    probes: probes.map(({ shapes, tried }) => ({
      batch: [...shapes.batch],
      length: [...shapes.length],
      of: [...shapes.of].map(([name, all]) => [name, all.map((one) => [...one])]),
      tried: [...tried].map(([name, { usual, stand }]) => [name, { usual: usual && [...usual], stand }]),
    })),
    norms: [...norms].map(([name, { kind, eps, gain, shift }]) => [
      name,
      { kind, eps, gain: [...gain], shift: shift && [...shift] },
    ]),
    causal,
  }
}

function toldOf({ probes, norms, causal }: z.infer<typeof kept>): ToldByRuns {
  return {
    probes: probes.map(({ batch, length, of, tried }) => ({
      shapes: { batch, length, of: new Map(of) },
      tried: new Map(
        tried.map(([name, { usual, stand }]) => [
          name,
          { ...(usual ? { usual } : {}), ...(stand === undefined ? {} : { stand }) },
        ]),
      ),
    })),
    norms: new Map(
      norms.map(([name, { kind, eps, gain, shift }]) => [
        name,
        { kind, eps, gain: Float32Array.from(gain), shift: shift && Float32Array.from(shift) },
      ]),
    ),
    causal,
  }
}
