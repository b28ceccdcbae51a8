import type { Activation } from './architecture'
import { type BlockPlan, linear } from './family'

export type EncoderNames = Readonly<
  Record<'q' | 'k' | 'v' | 'out' | 'afterAttention' | 'mlpIn' | 'mlpOut' | 'afterMlp', string>
>

/** A block as BERT has it, attention to every token and a norm after each sum, whose parts go by these names. */
export function encoderBlock(
  at: string,
  c: { readonly hidden_size: number; readonly num_attention_heads: number; readonly hidden_act: Activation },
  { q, k, v, out, afterAttention, mlpIn, mlpOut, afterMlp }: EncoderNames,
): BlockPlan {
  const biased = (name: string) => linear(at + name, true)
  return {
    attention: {
      afterSum: at + afterAttention,
      causal: false,
      scale: (c.hidden_size / c.num_attention_heads) ** -0.5,
      qkv: { q: biased(q), k: biased(k), v: biased(v) },
      out: biased(out),
    },
    mlp: {
      afterSum: at + afterMlp,
      kind: 'plain',
      activation: c.hidden_act,
      in: biased(mlpIn),
      out: biased(mlpOut),
    },
  }
}
