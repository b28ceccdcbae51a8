import { poolerHook, type TaskHeadName, taskHeadHooks } from './task-head'

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
  | 'class'
  | 'expert'
  | 'expert_per_token'
  | 'one'

export interface Tap {
  readonly name: string
  readonly axes: readonly Axis[]
}

/** The facts about a model that decide which hook points it has; of its decoder, where it is an encoder–decoder. */
export interface TapModel extends TapStack {
  readonly encoder: TapStack | null
  /** Whether the model ends in vocabulary scores. */
  readonly unembeds: boolean
  /** Whether the first token is made into a vector for the whole text. */
  readonly pooler: boolean
  readonly taskHead: TapTaskHead | null
}

/** A head that scores something else than words. */
export interface TapTaskHead {
  readonly at: TaskHeadName
  /** Whether each token has scores of its own. */
  readonly each: boolean
  /** Whether it has a dense layer of its own before its scores. */
  readonly dense: boolean
}

/** `blocks` of a model that is one stack; `encoder` and `decoder` where cross-attention reads another. */
export type StackName = 'blocks' | 'encoder' | 'decoder'

export interface TapStack {
  readonly at: StackName
  /** Whether vectors for positions are added: learned ones or sines. */
  readonly positions: boolean
  readonly tokenTypes: boolean
  /** Whether the embedding goes through a norm of its own. */
  readonly embedNorm: boolean
  /** Whether words, positions and types are narrower than the stream, and widened once they are summed. */
  readonly narrowEmbed: boolean
  readonly blocks: readonly TapBlock[]
  readonly finalNorm: boolean
}

export interface TapBlock {
  /** Whether attention and MLP read the same stream: it is then nowhere in the model between the two. */
  readonly parallel: boolean
  readonly attention: NormPlaces
  /**
   * Whether queries and keys are normed or turned by their positions before they are multiplied, so that what is multiplied has
   * hook points of its own.
   */
  readonly rotary: boolean
  /** Of the attention to the encoder's states; null where the block has none. */
  readonly cross: NormPlaces | null
  readonly mlp: NormPlaces
  readonly mlpKind: 'plain' | 'gated' | 'experts'
}

/** Which norms a part has: of what it reads, of what it writes, and of the stream with that added. */
export interface NormPlaces {
  readonly before: boolean
  readonly after: boolean
  readonly afterSum: boolean
}

/** What hook points of a stack's embedding begin with, of a layer, and of the final norm; as in HookedEncoderDecoder. */
export function stackNames(at: StackName) {
  return {
    embed: at === 'blocks' ? '' : `${at}.`,
    block: (layer: number) => `${at}.${layer}`,
    finalNorm: at === 'blocks' ? 'ln_final' : `${at}_final_ln`,
  }
}

/** What the norms of a block's parts are called: they are counted, and cross-attention stands before the MLP. */
export function partNames({ cross }: { readonly cross: unknown }) {
  return { attention: 'ln1', cross: 'ln2', mlp: cross ? 'ln3' : 'ln2' } as const
}

/**
 * Names of a part's norms. The norm of what a part writes is `ln1_post` where there is one before the part as well (Gemma 2),
 * and otherwise `ln1` itself (OLMo 2), as TransformerLens has it.
 */
export function normNames(ln: 'ln1' | 'ln2' | 'ln3', before: boolean) {
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
  return [
    ...(model.encoder ? stackTaps(model.encoder) : []),
    ...stackTaps(model),
    ...(model.unembeds ? [{ name: 'logits', axes: ['batch', 'pos', 'd_vocab'] } as const] : []),
    ...(model.pooler ? [{ name: poolerHook, axes: ['batch', 'd_model'] } as const] : []),
    ...(model.taskHead ? taskHeadTaps(model.taskHead) : []),
  ]
}

function taskHeadTaps({ at, each, dense }: TapTaskHead): Tap[] {
  const { pre, post, out } = taskHeadHooks(at)
  const axes = (last: Axis): Axis[] => (each ? ['batch', 'pos', last] : ['batch', last])
  const own = dense ? [pre, post].map((name) => ({ name, axes: axes('d_model') })) : []
  return [...own, { name: out, axes: axes('class') }]
}

function stackTaps(stack: TapStack): Tap[] {
  const names = stackNames(stack.at)
  const axes: readonly Axis[] = stack.narrowEmbed ? ['batch', 'pos', 'd_embed'] : residual
  const embed = ['hook_embed']
  if (stack.positions) embed.push('hook_pos_embed')
  if (stack.tokenTypes) embed.push('hook_token_type_embed')
  if (stack.embedNorm) embed.push('hook_full_embed')
  return [
    ...embed.map((name) => ({ name: names.embed + name, axes })),
    ...stack.blocks.flatMap((block, layer) =>
      blockTaps(block).map(({ name, axes }) => ({ name: `${names.block(layer)}.${name}`, axes })),
    ),
    ...(stack.finalNorm ? normTaps(names.finalNorm) : []),
  ]
}

function normTaps(name: string): Tap[] {
  return [
    { name: `${name}.hook_scale`, axes: scale },
    { name: `${name}.hook_normalized`, axes: residual },
  ]
}

function blockTaps(block: TapBlock): Tap[] {
  const { parallel, attention, rotary, cross, mlp, mlpKind } = block
  const ln = partNames(block)
  return [
    { name: 'hook_resid_pre', axes: residual },
    ...partTaps(attention, ln.attention, attentionTaps('attn', rotary), 'attn', parallel ? null : 'mid'),
    ...(cross ? partTaps(cross, ln.cross, attentionTaps('cross_attn', false), 'cross_attn', 'mid_cross') : []),
    ...partTaps(mlp, ln.mlp, mlpTaps(mlpKind), 'mlp', 'post'),
  ]
}

/** A part's own between its norms, what it writes, and the sum with the stream; null where that is nowhere in the model. */
function partTaps(
  { before, after, afterSum }: NormPlaces,
  ln: Parameters<typeof normNames>[0],
  own: readonly Tap[],
  out: string,
  sum: string | null,
): Tap[] {
  const names = normNames(ln, before)
  const norm = (there: boolean, name: string) => (there ? normTaps(name) : [])
  const stream = (name: string) => ({ name: `hook_${name}`, axes: residual })
  const written = [...norm(before, names.before), ...own, ...norm(after, names.after), stream(`${out}_out`)]
  if (sum === null) return written
  return [
    ...written,
    stream(`resid_${sum}`),
    ...norm(afterSum, names.afterSum),
    ...(afterSum ? [stream(`normalized_resid_${sum}`)] : []),
  ]
}

/** In cross-attention `pos` of keys and values, and `key`, count the encoder's tokens. */
function attentionTaps(at: 'attn' | 'cross_attn', rotary: boolean): Tap[] {
  const turned = [
    { name: 'hook_rot_q', axes: perHead },
    { name: 'hook_rot_k', axes: perKeyHead },
  ]
  return [
    { name: 'hook_q', axes: perHead },
    { name: 'hook_k', axes: perKeyHead },
    { name: 'hook_v', axes: perKeyHead },
    ...(rotary ? turned : []),
    { name: 'hook_attn_scores', axes: square },
    { name: 'hook_pattern', axes: square },
    { name: 'hook_z', axes: perHead },
  ].map(({ name, axes }) => ({ name: `${at}.${name}`, axes }))
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

/** The kinds of step by which a residual stream moves; `cross` is attention to an encoder. */
export const stationKinds = ['embed', 'attention', 'cross', 'mlp'] as const
export type StationKind = (typeof stationKinds)[number]

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
 * The residual stream from the embedding through every attention and MLP: 2 · layers + 1 stations, and one more a layer where
 * it reads an encoder. Where a norm follows each sum the stations are the sums after it, since these are what the next part
 * reads. In a parallel block the stream is nowhere between the two parts, and TransformerLens has no hook point there: the
 * station is the stream before the block with what attention adds.
 */
export function residualStations({ at: stack, blocks }: TapStack): Station[] {
  const { block } = stackNames(stack)
  const station = (hook: string, layer: number, kind: StationKind): Station => ({
    tap: hook,
    hooks: [hook],
    layer,
    kind,
  })
  const stations = [station(`${block(0)}.hook_resid_pre`, -1, 'embed')]
  for (const [layer, { parallel, attention, cross, mlp }] of blocks.entries()) {
    const at = `${block(layer)}.`
    const normed = (there: boolean, name: string) => `${at}hook_${there ? 'normalized_' : ''}${name}`
    stations.push(
      parallel
        ? {
            tap: `${at}hook_resid_pre + hook_attn_out`,
            hooks: [`${at}hook_resid_pre`, `${at}hook_attn_out`],
            layer,
            kind: 'attention',
          }
        : station(normed(attention.afterSum, 'resid_mid'), layer, 'attention'),
      ...(cross ? [station(normed(cross.afterSum, 'resid_mid_cross'), layer, 'cross')] : []),
      station(normed(mlp.afterSum, 'resid_post'), layer, 'mlp'),
    )
  }
  return stations
}

/** The hook points that stations are made of, each once. */
export function stationHooks(stations: readonly Station[]): string[] {
  return [...new Set(stations.flatMap(({ hooks }) => hooks))]
}
