import type { PublishedModel } from '../../shared/anatomy'
import type { Checkpoint } from '../checkpoint'

/** A published model's size, as a config that a family reads: shapes alone; keys that change no shape are left out. */
export interface PublishedConfig extends PublishedModel {
  readonly config: Checkpoint['config']
}

const gpt2Paper = {
  text: 'Radford et al. 2019, Language Models are Unsupervised Multitask Learners',
  url: 'https://cdn.openai.com/better-language-models/language_models_are_unsupervised_multitask_learners.pdf',
}
const t5Paper = arxiv('Raffel et al. 2020, Exploring the Limits of Transfer Learning', '1910.10683')
const bertPaper = arxiv('Devlin et al. 2018, BERT', '1810.04805')
const llama2Paper = arxiv('Touvron et al. 2023, Llama 2', '2307.09288')
const llama3Paper = arxiv('Grattafiori et al. 2024, The Llama 3 Herd of Models', '2407.21783')
const pythiaPaper = arxiv('Biderman et al. 2023, Pythia', '2304.01373')
const gptOssPaper = arxiv('OpenAI 2025, gpt-oss-120b & gpt-oss-20b Model Card', '2508.10925')

const causal = (name: string) => ({ architectures: [`${name}ForCausalLM`] })

/** Models whose sizes their authors gave, the older first within a family. */
export const published: readonly PublishedConfig[] = [
  gpt2('gpt2', 'GPT-2 small', '124M', 12, 12, 768),
  gpt2('gpt2-medium', 'GPT-2 medium', '355M', 24, 16, 1024),
  gpt2('gpt2-large', 'GPT-2 large', '774M', 36, 20, 1280),
  gpt2('gpt2-xl', 'GPT-2 XL', '1.5B', 48, 25, 1600),
  {
    ...{ id: 'gpt-3', title: 'GPT-3 175B', stated: '175.0B' },
    source: arxiv('Brown et al. 2020, Language Models are Few-Shot Learners, table 2.1', '2005.14165'),
    // GPT-2's parts; its sparse layers have the same weights as the dense ones.
    config: {
      ...{ model_type: 'gpt2', architectures: ['GPT2LMHeadModel'], torch_dtype: 'float16' },
      ...{ n_layer: 96, n_head: 96, n_embd: 12_288, n_positions: 2048, vocab_size: 50_257 },
    },
  },
  bert('bert-base', 'BERT base', '110M', 12, 12, 768, 3072),
  bert('bert-large', 'BERT large', '340M', 24, 16, 1024, 4096),
  t5('t5-small', 'T5 small', '60M', { layers: 6, heads: 8, dModel: 512, dKv: 64, dFf: 2048 }),
  t5('t5-base', 'T5 base', '220M', { layers: 12, heads: 12, dModel: 768, dKv: 64, dFf: 3072 }),
  t5('t5-large', 'T5 large', '770M', { layers: 24, heads: 16, dModel: 1024, dKv: 64, dFf: 4096 }),
  t5('t5-11b', 'T5 11B', '11B', { layers: 24, heads: 128, dModel: 1024, dKv: 128, dFf: 65_536 }),
  {
    ...{ id: 'pythia-6.9b', title: 'Pythia 6.9B', stated: '6.9B', source: pythiaPaper },
    config: {
      ...{ model_type: 'gpt_neox', architectures: ['GPTNeoXForCausalLM'], torch_dtype: 'float16' },
      ...{ num_hidden_layers: 32, num_attention_heads: 32, hidden_size: 4096, intermediate_size: 16_384 },
      ...{ vocab_size: 50_432, max_position_embeddings: 2048, tie_word_embeddings: false },
    },
  },
  llama('llama-2-7b', 'Llama 2 7B', '7B', llama2Paper, {
    ...{ layers: 32, heads: 32, keyHeads: 32, dModel: 4096, dMlp: 11_008, vocabulary: 32_000, context: 4096 },
    dtype: 'float16',
  }),
  llama('llama-2-70b', 'Llama 2 70B', '70B', llama2Paper, {
    ...{ layers: 80, heads: 64, keyHeads: 8, dModel: 8192, dMlp: 28_672, vocabulary: 32_000, context: 4096 },
    dtype: 'float16',
  }),
  llama('llama-3-8b', 'Llama 3 8B', '8B', llama3Paper, {
    ...{ layers: 32, heads: 32, keyHeads: 8, dModel: 4096, dMlp: 14_336, vocabulary: 128_256, context: 8192 },
  }),
  llama('llama-3-70b', 'Llama 3 70B', '70B', llama3Paper, {
    ...{ layers: 80, heads: 64, keyHeads: 8, dModel: 8192, dMlp: 28_672, vocabulary: 128_256, context: 8192 },
  }),
  llama('llama-3.1-405b', 'Llama 3.1 405B', '405B', llama3Paper, {
    ...{ layers: 126, heads: 128, keyHeads: 8, dModel: 16_384, dMlp: 53_248, vocabulary: 128_256, context: 131_072 },
  }),
  {
    ...{ id: 'mistral-7b', title: 'Mistral 7B', stated: '7B' },
    source: arxiv('Jiang et al. 2023, Mistral 7B, table 1', '2310.06825'),
    config: {
      ...{ model_type: 'mistral', ...causal('Mistral'), torch_dtype: 'bfloat16' },
      ...{ num_hidden_layers: 32, num_attention_heads: 32, num_key_value_heads: 8, head_dim: 128, hidden_size: 4096 },
      ...{ intermediate_size: 14_336, vocab_size: 32_000, max_position_embeddings: 32_768, sliding_window: 4096 },
      tie_word_embeddings: false,
    },
  },
  {
    ...{ id: 'mixtral-8x7b', title: 'Mixtral 8x7B', stated: '47B, 13B to a token' },
    source: arxiv('Jiang et al. 2024, Mixtral of Experts, table 1', '2401.04088'),
    config: {
      ...{ model_type: 'mixtral', ...causal('Mixtral'), torch_dtype: 'bfloat16' },
      ...{ num_hidden_layers: 32, num_attention_heads: 32, num_key_value_heads: 8, hidden_size: 4096 },
      ...{ intermediate_size: 14_336, vocab_size: 32_000, max_position_embeddings: 32_768 },
      ...{ num_local_experts: 8, num_experts_per_tok: 2, tie_word_embeddings: false },
    },
  },
  {
    ...{ id: 'gpt-oss-20b', title: 'gpt-oss-20b', stated: '20.9B, 3.6B to a token', source: gptOssPaper },
    config: gptOss(24, 32),
  },
  {
    ...{ id: 'gpt-oss-120b', title: 'gpt-oss-120b', stated: '116.8B, 5.1B to a token', source: gptOssPaper },
    config: gptOss(36, 128),
  },
]

function arxiv(text: string, id: string) {
  return { text, url: `https://arxiv.org/abs/${id}` }
}

function gpt2(
  id: string,
  title: string,
  stated: string,
  layers: number,
  heads: number,
  dModel: number,
): PublishedConfig {
  return {
    ...{ id, title, stated, source: gpt2Paper },
    config: {
      ...{ model_type: 'gpt2', architectures: ['GPT2LMHeadModel'] },
      ...{ n_layer: layers, n_head: heads, n_embd: dModel, n_positions: 1024, vocab_size: 50_257 },
    },
  }
}

/** Without the head that it was trained with, as its authors count. */
function bert(
  id: string,
  title: string,
  stated: string,
  layers: number,
  heads: number,
  dModel: number,
  dMlp: number,
): PublishedConfig {
  return {
    ...{ id, title, stated, source: bertPaper },
    config: {
      ...{ model_type: 'bert', architectures: ['BertModel'], vocab_size: 30_522, max_position_embeddings: 512 },
      ...{ num_hidden_layers: layers, num_attention_heads: heads, hidden_size: dModel, intermediate_size: dMlp },
      type_vocab_size: 2,
    },
  }
}

interface T5Sizes {
  readonly layers: number
  readonly heads: number
  readonly dModel: number
  readonly dKv: number
  readonly dFf: number
}

function t5(id: string, title: string, stated: string, { layers, heads, dModel, dKv, dFf }: T5Sizes): PublishedConfig {
  return {
    ...{ id, title, stated, source: t5Paper },
    config: {
      ...{ model_type: 't5', architectures: ['T5ForConditionalGeneration'], vocab_size: 32_128 },
      ...{ num_layers: layers, num_heads: heads, d_model: dModel, d_kv: dKv, d_ff: dFf },
    },
  }
}

interface LlamaSizes {
  readonly layers: number
  readonly heads: number
  readonly keyHeads: number
  readonly dModel: number
  readonly dMlp: number
  readonly vocabulary: number
  readonly context: number
  readonly dtype?: string
}

function llama(
  id: string,
  title: string,
  stated: string,
  source: PublishedModel['source'],
  { layers, heads, keyHeads, dModel, dMlp, vocabulary, context, dtype = 'bfloat16' }: LlamaSizes,
): PublishedConfig {
  return {
    ...{ id, title, stated, source },
    config: {
      ...{ model_type: 'llama', ...causal('Llama'), torch_dtype: dtype, tie_word_embeddings: false },
      ...{ num_hidden_layers: layers, num_attention_heads: heads, num_key_value_heads: keyHeads, hidden_size: dModel },
      ...{ intermediate_size: dMlp, vocab_size: vocabulary, max_position_embeddings: context },
    },
  }
}

/** As numbers of BF16, which it was published quantised from. */
function gptOss(layers: number, experts: number) {
  return {
    ...{ model_type: 'gpt_oss', ...causal('GptOss'), torch_dtype: 'bfloat16', tie_word_embeddings: false },
    ...{ num_hidden_layers: layers, num_local_experts: experts, num_experts_per_tok: 4, head_dim: 64 },
    ...{ num_attention_heads: 64, num_key_value_heads: 8, hidden_size: 2880, intermediate_size: 2880 },
    ...{ vocab_size: 201_088, max_position_embeddings: 131_072, attention_bias: true, sliding_window: 128 },
  }
}
