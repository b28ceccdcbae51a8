import { attentionPlaces } from '../../shared/attention-places'
import { Fault } from '../../shared/fault'
import { tapsOf } from '../../shared/taps'
import { tapModelOf } from '../families'
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

/**
 * The hook points from which every look inside is made: residual stream, queries, keys, values, scores, patterns, what each
 * part writes, and the scales of the norms. One list for all looks, so that one session and one stored run serve them all.
 * Throws an `input` fault where these of a prompt of `length` tokens would not fit.
 */
export function insideTaps(model: OpenedModel, length: number): string[] {
  const fits = fittingInside(model, length)
  if (fits < length) {
    const megabytes = Math.round(bytesInside(model, length) / 1e6)
    throw Fault.input(
      `What happens inside ${model.info.name} on ${length} tokens takes ${megabytes} MB: each head keeps ${length} × ${length} weights`,
      { place: 'prompt', remedy: `Shorten the sentence to ${fits} tokens.` },
    )
  }
  return tapsOf(tapModelOf(model.architecture))
    .map(({ name }) => name)
    .filter((name) => inside.test(name))
}

/** How many tokens of a prompt of `length` fit a look inside; at least one. */
export function fittingInside(model: OpenedModel, length: number): number {
  let fits = length
  while (fits > 1 && bytesInside(model, fits) > mostBytes) fits--
  return fits
}

/** Of an encoder–decoder as though each of its attentions were among all tokens, which is more than it takes. */
function bytesInside({ architecture, info }: OpenedModel, tokens: number): number {
  const { heads, keyHeads, dModel, dHead } = architecture.sizes
  const layers = attentionPlaces(info).length
  const perToken = layers * (5 * dModel + 2 * (heads + 2 * keyHeads) * dHead)
  return 4 * (tokens * perToken + 2 * layers * heads * tokens * tokens)
}
