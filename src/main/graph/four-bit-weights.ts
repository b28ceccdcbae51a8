import { type Checkpoint, isQuantised, type StoredTensor } from '../checkpoint'
import type { Architecture, Attention, GatedMlp, Gates, Linear, Mlp, Stack } from '../families'
import { whyNotFourBits } from '../weights'

/** Which quantised weights are multiplied in the four bits in which they lie, and why the others are not. */
export interface FourBitChoice {
  readonly inFourBits: readonly StoredTensor[]
  /** How many of the others there are, by why. */
  readonly plain: ReadonlyMap<string, number>
}

/**
 * On the CPU: ONNX Runtime multiplies four bits as fast as F32 where the session packs them, which those of the model do and those
 * beside it do not. So it is matrices of the blocks alone, which only the model multiplies with.
 */
export function chooseFourBits({ tensors }: Checkpoint, architecture: Architecture): FourBitChoice {
  const maps = new Map(
    stacksOf(architecture)
      .flatMap(linearMaps)
      .map((of) => [of.linear.weight.name, of]),
  )
  const inFourBits: StoredTensor[] = []
  const plain = new Map<string, number>()
  for (const tensor of tensors.values()) {
    if (!isQuantised(tensor.dtype)) continue
    const why = whyPlain(tensor, maps.get(tensor.name))
    if (why === null) inFourBits.push(tensor)
    else plain.set(why, (plain.get(why) ?? 0) + 1)
  }
  return { inFourBits, plain }
}

interface LinearMap {
  readonly linear: Linear
  /** Whether only some tokens are sent to it. */
  readonly ofExpert: boolean
}

function whyPlain(tensor: StoredTensor, map: LinearMap | undefined): string | null {
  if (map === undefined) return 'outside the blocks'
  // Packing would read those that no token is sent to.
  if (map.ofExpert) return 'of experts'
  return map.linear.layout === 'out-in' ? whyNotFourBits(tensor) : 'in blocks across rows'
}

function stacksOf(architecture: Architecture): readonly Stack[] {
  return architecture.encoder ? [architecture.encoder, architecture] : [architecture]
}

function linearMaps({ blocks }: Stack): readonly LinearMap[] {
  return blocks.flatMap(({ attention, cross, mlp }) => {
    const always = [...ofAttention(attention), ...(cross ? ofAttention(cross) : []), ...ofMlp(mlp)]
    return [...always.map((linear) => ({ linear, ofExpert: false })), ...ofExperts(mlp)]
  })
}

function ofAttention({ qkv, out }: Attention): Linear[] {
  return qkv.fused ? [qkv.all, out] : [qkv.q, qkv.k, qkv.v, out]
}

/** What every token goes through. */
function ofMlp(mlp: Mlp): Linear[] {
  switch (mlp.kind) {
    case 'plain':
      return [mlp.in, mlp.out]
    case 'gated':
      return ofGated(mlp)
    case 'experts':
      return [mlp.router, ...(mlp.shared ? [...ofGated(mlp.shared.expert), mlp.shared.gate] : [])]
  }
}

function ofExperts(mlp: Mlp): LinearMap[] {
  if (mlp.kind !== 'experts') return []
  return mlp.experts.flatMap(ofGated).map((linear) => ({ linear, ofExpert: true }))
}

function ofGated({ gates, out }: Pick<GatedMlp, 'gates' | 'out'>): Linear[] {
  return [...ofGates(gates), out]
}

function ofGates(gates: Gates): Linear[] {
  return gates.fused ? [gates.both] : [gates.gate, gates.up]
}
