import { activation } from './activation-names'
import { size } from './config-keys'
import { family } from './family'
import { gemmaConfig, gemmaPlan } from './gemma-like'

/** Gemma (Gemma Team 2024): Llama with a scaled embedding and norms of (1 + weight). */
export const gemma = family({
  modelType: 'gemma',
  title: 'Gemma',
  kind: 'decoder',
  config: gemmaConfig.extend({
    hidden_size: size.default(3072),
    intermediate_size: size.default(24_576),
    num_hidden_layers: size.default(28),
    num_attention_heads: size.default(16),
    num_key_value_heads: size.default(16),
    // The first release's configs say gelu and mean its tanh approximation, as transformers reads them.
    hidden_act: activation.default('gelu_tanh').transform((name) => (name === 'gelu' ? 'gelu_tanh' : name)),
  }),
  plan: (c, file) => gemmaPlan({ ...c, hidden_activation: c.hidden_act }, file),
  prefixes: ['model.', ''],
  blocks: 'layers.',
})
