/**
 * Hook points under TransformerLens names (https://transformerlensorg.github.io/TransformerLens/), their shapes,
 * and the globs that choose among them.
 */

/** What a hook point's axis counts. `batch`, `pos`, `query` and `key` are dynamic; the rest come from the model. */
export type Axis =
  | 'batch'
  | 'pos'
  | 'query'
  | 'key'
  | 'head'
  | 'kv_head'
  | 'd_model'
  | 'd_head'
  | 'd_mlp'
  | 'd_vocab'
  | 'one'

export interface Tap {
  readonly name: string
  readonly axes: readonly Axis[]
}

/** The facts about a model that decide which hook points it has. */
export interface TapModel {
  readonly layers: number
  readonly normPlace: 'pre' | 'post'
  readonly positions: 'learned' | 'rotary'
  readonly tokenTypes: boolean
  readonly gatedMlp: boolean
  /** Whether the model ends in vocabulary scores. */
  readonly unembeds: boolean
}

const residual: readonly Axis[] = ['batch', 'pos', 'd_model']
const scale: readonly Axis[] = ['batch', 'pos', 'one']
const perHead: readonly Axis[] = ['batch', 'pos', 'head', 'd_head']
const perKeyHead: readonly Axis[] = ['batch', 'pos', 'kv_head', 'd_head']
const square: readonly Axis[] = ['batch', 'head', 'query', 'key']
const mlpWidth: readonly Axis[] = ['batch', 'pos', 'd_mlp']

/** Every hook point of a model, in the order in which a forward pass reaches them. */
export function tapsOf(model: TapModel): Tap[] {
  const post = model.normPlace === 'post'
  const taps: Tap[] = [{ name: 'hook_embed', axes: residual }]
  if (model.positions === 'learned') taps.push({ name: 'hook_pos_embed', axes: residual })
  if (model.tokenTypes) taps.push({ name: 'hook_token_type_embed', axes: residual })
  if (post) taps.push({ name: 'hook_full_embed', axes: residual })
  for (let layer = 0; layer < model.layers; layer++) {
    const add = (name: string, axes: readonly Axis[]) => taps.push({ name: `blocks.${layer}.${name}`, axes })
    const addNorm = (name: string) => {
      add(`${name}.hook_scale`, scale)
      add(`${name}.hook_normalized`, residual)
    }
    add('hook_resid_pre', residual)
    if (!post) addNorm('ln1')
    add('attn.hook_q', perHead)
    add('attn.hook_k', perKeyHead)
    add('attn.hook_v', perKeyHead)
    if (model.positions === 'rotary') {
      add('attn.hook_rot_q', perHead)
      add('attn.hook_rot_k', perKeyHead)
    }
    add('attn.hook_attn_scores', square)
    add('attn.hook_pattern', square)
    add('attn.hook_z', perHead)
    add('hook_attn_out', residual)
    add('hook_resid_mid', residual)
    if (post) {
      addNorm('ln1')
      add('hook_normalized_resid_mid', residual)
    } else {
      addNorm('ln2')
    }
    add('mlp.hook_pre', mlpWidth)
    if (model.gatedMlp) add('mlp.hook_pre_linear', mlpWidth)
    add('mlp.hook_post', mlpWidth)
    add('hook_mlp_out', residual)
    add('hook_resid_post', residual)
    if (post) {
      addNorm('ln2')
      add('hook_normalized_resid_post', residual)
    }
  }
  if (!post) {
    taps.push({ name: 'ln_final.hook_scale', axes: scale }, { name: 'ln_final.hook_normalized', axes: residual })
  }
  if (model.unembeds) taps.push({ name: 'logits', axes: ['batch', 'pos', 'd_vocab'] })
  return taps
}

/** `*` stands for any run of characters but a dot, `**` for any run at all; everything else for itself. */
export function globToRegExp(glob: string): RegExp {
  const pattern = glob
    .split('**')
    .map((part) =>
      part
        .split('*')
        .map((text) => text.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
        .join('[^.]*'),
    )
    .join('.*')
  return new RegExp(`^${pattern}$`)
}

/** What a list of globs chooses, in the model's own order, and the globs that chose nothing. */
export function chooseTaps(taps: readonly Tap[], globs: readonly string[]): { chosen: Tap[]; unmatched: string[] } {
  const patterns = globs.map((glob) => globToRegExp(glob))
  const chosen = taps.filter((tap) => patterns.some((pattern) => pattern.test(tap.name)))
  const unmatched = globs.filter((_, index) => !taps.some((tap) => patterns[index]!.test(tap.name)))
  return { chosen, unmatched }
}

/** The kinds of step by which a residual stream moves. */
export type StationKind = 'embed' | 'attention' | 'mlp'

/** A point of the residual stream that a trajectory passes through, and the hook point that holds it. */
export interface Station {
  readonly tap: string
  /** The block it lies in; -1 for the embedding. */
  readonly layer: number
  readonly kind: StationKind
}

/**
 * The residual stream from the embedding through every attention and MLP: 2 · layers + 1 stations. In a post-norm model the
 * stations are the sums after their norm, since these are what the next part reads.
 */
export function residualStations(model: TapModel): Station[] {
  const post = model.normPlace === 'post'
  const stations: Station[] = [{ tap: 'blocks.0.hook_resid_pre', layer: -1, kind: 'embed' }]
  for (let layer = 0; layer < model.layers; layer++) {
    const block = `blocks.${layer}`
    stations.push(
      { tap: `${block}.${post ? 'hook_normalized_resid_mid' : 'hook_resid_mid'}`, layer, kind: 'attention' },
      { tap: `${block}.${post ? 'hook_normalized_resid_post' : 'hook_resid_post'}`, layer, kind: 'mlp' },
    )
  }
  return stations
}
