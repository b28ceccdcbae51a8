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
  | 'd_embed'
  | 'd_head'
  | 'd_mlp'
  | 'd_vocab'
  | 'expert'
  | 'expert_per_token'
  | 'one'

export interface Tap {
  readonly name: string
  readonly axes: readonly Axis[]
}

/** The facts about a model that decide which hook points it has. */
export interface TapModel {
  /** Whether there is a table of learned positions. */
  readonly positions: boolean
  readonly tokenTypes: boolean
  /** Whether the embedding goes through a norm of its own. */
  readonly embedNorm: boolean
  /** Whether words, positions and types are narrower than the stream, and widened once they are summed. */
  readonly narrowEmbed: boolean
  readonly blocks: readonly TapBlock[]
  readonly finalNorm: boolean
  /** Whether the model ends in vocabulary scores. */
  readonly unembeds: boolean
}

export interface TapBlock {
  /** Whether attention and MLP read the same stream: it is then nowhere in the model between the two. */
  readonly parallel: boolean
  readonly attention: NormPlaces
  /** Whether queries and keys are turned by their positions. */
  readonly rotary: boolean
  readonly mlp: NormPlaces
  readonly mlpKind: 'plain' | 'gated' | 'experts'
}

/** Which norms a part has: of what it reads, of what it writes, and of the stream with that added. */
export interface NormPlaces {
  readonly before: boolean
  readonly after: boolean
  readonly afterSum: boolean
}

/**
 * Names of a part's norms, `ln1` for attention and `ln2` for the MLP. The norm of what a part writes is `ln1_post` where there
 * is one before the part as well (Gemma 2), and otherwise `ln1` itself (OLMo 2), as TransformerLens has it.
 */
export function normNames(ln: 'ln1' | 'ln2', before: boolean) {
  return { before: ln, after: before ? (`${ln}_post` as const) : ln, afterSum: ln }
}

const residual: readonly Axis[] = ['batch', 'pos', 'd_model']
const scale: readonly Axis[] = ['batch', 'pos', 'one']
const perHead: readonly Axis[] = ['batch', 'pos', 'head', 'd_head']
const perKeyHead: readonly Axis[] = ['batch', 'pos', 'kv_head', 'd_head']
const square: readonly Axis[] = ['batch', 'head', 'query', 'key']
const mlpWidth: readonly Axis[] = ['batch', 'pos', 'd_mlp']

/** Every hook point of a model, in the order in which a forward pass reaches them. */
export function tapsOf(model: TapModel): Tap[] {
  const embed: readonly Axis[] = model.narrowEmbed ? ['batch', 'pos', 'd_embed'] : residual
  const taps: Tap[] = [{ name: 'hook_embed', axes: embed }]
  if (model.positions) taps.push({ name: 'hook_pos_embed', axes: embed })
  if (model.tokenTypes) taps.push({ name: 'hook_token_type_embed', axes: embed })
  if (model.embedNorm) taps.push({ name: 'hook_full_embed', axes: embed })
  for (const [layer, block] of model.blocks.entries()) {
    taps.push(...blockTaps(block).map(({ name, axes }) => ({ name: `blocks.${layer}.${name}`, axes })))
  }
  if (model.finalNorm) taps.push(...normTaps('ln_final'))
  if (model.unembeds) taps.push({ name: 'logits', axes: ['batch', 'pos', 'd_vocab'] })
  return taps
}

function normTaps(name: string): Tap[] {
  return [
    { name: `${name}.hook_scale`, axes: scale },
    { name: `${name}.hook_normalized`, axes: residual },
  ]
}

function blockTaps({ parallel, attention, rotary, mlp, mlpKind }: TapBlock): Tap[] {
  const names = { attention: normNames('ln1', attention.before), mlp: normNames('ln2', mlp.before) }
  const norm = (there: boolean, name: string) => (there ? normTaps(name) : [])
  return [
    { name: 'hook_resid_pre', axes: residual },
    ...norm(attention.before, names.attention.before),
    { name: 'attn.hook_q', axes: perHead },
    { name: 'attn.hook_k', axes: perKeyHead },
    { name: 'attn.hook_v', axes: perKeyHead },
    ...(rotary
      ? [
          { name: 'attn.hook_rot_q', axes: perHead },
          { name: 'attn.hook_rot_k', axes: perKeyHead },
        ]
      : []),
    { name: 'attn.hook_attn_scores', axes: square },
    { name: 'attn.hook_pattern', axes: square },
    { name: 'attn.hook_z', axes: perHead },
    ...norm(attention.after, names.attention.after),
    { name: 'hook_attn_out', axes: residual },
    ...(parallel ? [] : [{ name: 'hook_resid_mid', axes: residual }]),
    ...norm(attention.afterSum, names.attention.afterSum),
    ...(attention.afterSum ? [{ name: 'hook_normalized_resid_mid', axes: residual }] : []),
    ...norm(mlp.before, names.mlp.before),
    ...mlpTaps(mlpKind),
    ...norm(mlp.after, names.mlp.after),
    { name: 'hook_mlp_out', axes: residual },
    { name: 'hook_resid_post', axes: residual },
    ...norm(mlp.afterSum, names.mlp.afterSum),
    ...(mlp.afterSum ? [{ name: 'hook_normalized_resid_post', axes: residual }] : []),
  ]
}

/** A mixture's are its router's: every expert's probability, and the indices of those that the token is sent to. */
function mlpTaps(kind: TapBlock['mlpKind']): Tap[] {
  if (kind === 'experts') {
    return [
      { name: 'mlp.hook_expert_weights', axes: ['batch', 'pos', 'expert'] },
      { name: 'mlp.hook_expert_indices', axes: ['batch', 'pos', 'expert_per_token'] },
    ]
  }
  return [
    { name: 'mlp.hook_pre', axes: mlpWidth },
    ...(kind === 'gated' ? [{ name: 'mlp.hook_pre_linear', axes: mlpWidth }] : []),
    { name: 'mlp.hook_post', axes: mlpWidth },
  ]
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

/** A point of the residual stream that a trajectory passes through. */
export interface Station {
  /** Its name: the hook point that holds it, or the sum that it is. */
  readonly tap: string
  /** The hook points whose sum it is; mostly one. */
  readonly hooks: readonly string[]
  /** The block it lies in; -1 for the embedding. */
  readonly layer: number
  readonly kind: StationKind
}

/**
 * The residual stream from the embedding through every attention and MLP: 2 · layers + 1 stations. Where a norm follows each
 * sum the stations are the sums after it, since these are what the next part reads. In a parallel block the stream is nowhere
 * between the two parts, and TransformerLens has no hook point there: the station is the stream before the block with what
 * attention adds.
 */
export function residualStations({ blocks }: TapModel): Station[] {
  const station = (hook: string, layer: number, kind: StationKind): Station => ({
    tap: hook,
    hooks: [hook],
    layer,
    kind,
  })
  const stations = [station('blocks.0.hook_resid_pre', -1, 'embed')]
  for (const [layer, { parallel, attention, mlp }] of blocks.entries()) {
    const at = `blocks.${layer}.`
    stations.push(
      parallel
        ? {
            tap: `${at}hook_resid_pre + hook_attn_out`,
            hooks: [`${at}hook_resid_pre`, `${at}hook_attn_out`],
            layer,
            kind: 'attention',
          }
        : station(`${at}${attention.afterSum ? 'hook_normalized_resid_mid' : 'hook_resid_mid'}`, layer, 'attention'),
      station(`${at}${mlp.afterSum ? 'hook_normalized_resid_post' : 'hook_resid_post'}`, layer, 'mlp'),
    )
  }
  return stations
}

/** The hook points that stations are made of, each once. */
export function stationHooks(stations: readonly Station[]): string[] {
  return [...new Set(stations.flatMap(({ hooks }) => hooks))]
}
