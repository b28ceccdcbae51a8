import { extname } from 'node:path'
import { type Side, tokensOn } from '../../shared/attention-places'
import { Fault } from '../../shared/fault'
import type { TokenInfo } from '../../shared/model-info'
import { chooseTaps, tapsOf } from '../../shared/taps'
import { writeNpz, writeSafetensors } from '../export'
import type { SaveActivationsRequest, SavedActivations } from './engine'
import { hooksThere } from './found-hooks'
import type { OpenedModel } from './opened-model'
import type { RunOptions } from './run-options'
import { type RunTools, runPrompt } from './run-prompt'

/** Runs a prompt for chosen hook points and writes them to a file, whole or not at all. */
export async function saveActivations(
  tools: RunTools,
  model: OpenedModel,
  { prompt, device, taps: globs, out }: SaveActivationsRequest,
  options: RunOptions & { readonly version: string },
): Promise<SavedActivations> {
  const write = writerFor(out)
  const taps = chosenTaps(model, globs)
  const { encoder } = model.shape
  return runPrompt(tools, { model, prompt, device }, taps, options, async (run) => {
    // Two names of one value come out as one tensor, and the file holds both.
    const tensors = new Map(taps.map((tap) => [tap, run.tensors.get(tap)!]))
    await write(tensors, {
      metadata: {
        program: 'Tokentrace',
        version: options.version,
        model: model.info.name,
        fingerprint: model.info.fingerprint,
        token_ids: idsOn(run.tokens, encoder ? 'encoder' : 'all'),
        ...(encoder ? { decoder_token_ids: idsOn(run.tokens, 'decoder') } : {}),
        device: run.device.device,
      },
      ...(options.signal ? { signal: options.signal } : {}),
    })
    const { tokens, device: choice, fromStore, bytes } = run
    return {
      tensors: [...tensors].map(([name, { shape }]) => ({ name, shape })),
      tokens,
      device: choice,
      fromStore,
      bytes,
    }
  })
}

function idsOn(tokens: readonly TokenInfo[], side: Side): string {
  return JSON.stringify(tokensOn(tokens, side).map(({ id }) => id))
}

function writerFor(out: string) {
  const ending = extname(out).toLowerCase()
  if (ending === '.safetensors') return writeSafetensors.bind(null, out)
  if (ending === '.npz') return writeNpz.bind(null, out)
  throw Fault.input(`Activations cannot be written as “${ending}”`, {
    file: out,
    remedy: 'Name a file that ends in .safetensors or .npz.',
  })
}

function chosenTaps(model: OpenedModel, globs: readonly string[]): string[] {
  const there = new Set(
    hooksThere(
      model,
      tapsOf(model.shape.taps).map(({ name }) => name),
    ),
  )
  const all = tapsOf(model.shape.taps).filter(({ name }) => there.has(name))
  const { chosen, unmatched } = chooseTaps(all, globs)
  if (unmatched.length > 0) {
    const some = all.filter((_, index) => index < 3 || index === all.length - 1).map(({ name }) => name)
    throw Fault.input(`${model.info.name} has no hook point ${unmatched.map((glob) => `“${glob}”`).join(', ')}`, {
      place: '--taps',
      remedy: `Its ${all.length} hook points are ${some.slice(0, -1).join(', ')} … ${some.at(-1)}.`,
    })
  }
  return chosen.map(({ name }) => name)
}
