import { attentionPlaces } from '../../shared/attention-places'
import { Fault } from '../../shared/fault'
import { tapsOf } from '../../shared/taps'
import type { OpenedModel } from './opened-model'

/** Activations of one prompt may take so much memory, and go through the store in one piece. */
const mostBytes = 512 * 1024 * 1024

const inside = new RegExp(
  [
    /^(blocks|encoder|decoder)\.\d+\.(hook_(normalized_)?resid_\w+|hook_(attn|cross_attn|mlp)_out|ln\d(_post)?\.hook_scale)$/,
    /^(blocks|encoder|decoder)\.\d+\.(cross_)?attn\.hook_(q|k|v|rot_q|rot_k|attn_scores|pattern)$/,
    /^((en|de)coder\.)?hook_\w*embed$/,
    /^(ln_final|(en|de)coder_final_ln)\.hook_scale$/,
  ]
    .map(({ source }) => source)
    .join('|'),
)

/** What of a prompt decides how much is inside: its tokens, and the states that are read beside them where some are. */
export interface PromptSize {
  readonly tokens: number
  readonly states: number | null
}

/**
 * The hook points from which every look inside is made: residual stream, queries, keys, values, scores, patterns, what each
 * part writes, and the scales of the norms. One list for all looks, so that one session and one stored run serve them all.
 * Throws an `input` fault where these of a prompt would not fit.
 */
export function insideTaps(model: OpenedModel, prompt: PromptSize): string[] {
  const { tokens, states } = prompt
  const fits = fittingInside(model, prompt)
  if (fits < tokens) {
    const megabytes = Math.round(bytesInside(model, prompt) / 1e6)
    throw Fault.input(
      `What happens inside ${model.info.name} on ${tokens} tokens takes ${megabytes} MB: each head keeps ${tokens} × ${states ?? tokens} weights`,
      {
        place: 'prompt',
        remedy: model.info.reads
          ? `Open a model that makes ${fits} positions of it at most.`
          : `Shorten the sentence to ${fits} tokens.`,
      },
    )
  }
  return tapsOf(model.shape.taps)
    .map(({ name }) => name)
    .filter((name) => inside.test(name))
}

/** How many tokens of a prompt fit a look inside; at least one. */
export function fittingInside(model: OpenedModel, { tokens, states }: PromptSize): number {
  let fits = tokens
  while (fits > 1 && bytesInside(model, { tokens: fits, states }) > mostBytes) fits--
  return fits
}

/** Of an encoder–decoder as though each of its attentions were among all tokens, which is more than it takes. */
function bytesInside({ shape, info }: OpenedModel, { tokens, states }: PromptSize): number {
  const { heads, keyHeads, dModel, dHead } = shape.sizes
  const places = attentionPlaces(info)
  const perToken = places.length * (5 * dModel + 2 * (heads + 2 * keyHeads) * dHead)
  const keys = places.reduce((sum, place) => sum + (place.keys === 'states' ? (states ?? 0) : tokens), 0)
  const perState = places.filter((place) => place.keys === 'states').length * 2 * keyHeads * dHead
  return 4 * (tokens * perToken + (states ?? 0) * perState + 2 * heads * tokens * keys)
}
