import * as words from './word-patterns'

/** How a text becomes the words that merges work in, under one of llama.cpp's names. */
export interface PreTokenizer {
  /** Each splits what those before it have left. */
  readonly splits: readonly string[]
  /** A word that is a token stays one, whatever the merges say. */
  readonly ignoresMerges?: true
  /** Texts begin with a mark where the file does not say, or whatever it says. */
  readonly beginsWithMark?: true | 'always'
  /** Letters and marks that Unicode has as one character become that one first (NFC). */
  readonly composes?: true
  /** Tokens are written as they are and not in bytes, with ▁ for spaces. */
  readonly isPlain?: true
}

const gpt2: PreTokenizer = { splits: [words.gpt2] }
const singleDigits: PreTokenizer = { splits: [words.digit, words.gpt2] }
const threeDigits: PreTokenizer = { splits: [words.gpt4(words.upToThreeDigits)] }
const llama3: PreTokenizer = { ...threeDigits, ignoresMerges: true, beginsWithMark: true }
const gpt4: PreTokenizer = { splits: [words.gpt4(words.digit)] }
const gpt4o: PreTokenizer = { splits: [words.gpt4o(words.upToThreeDigits)] }
const bloom: PreTokenizer = { splits: [words.bloom] }
const deepseekV3: PreTokenizer = { splits: words.deepseekV3 }
const bailing: PreTokenizer = { splits: [words.bailing] }
const plain: PreTokenizer = { splits: [words.lines], isPlain: true }
const groupedDigits: PreTokenizer = {
  splits: [words.groupsOfDigits, words.gpt4o(words.upToThreeDigits)],
}

/**
 * By `tokenizer.ggml.pre`: which names mean the same is from `llama_vocab::impl::load` in llama-vocab.cpp. That some compose is from
 * their models' own tokenizers (transformers' Qwen2Tokenizer, GPTNeoXTokenizer, CohereTokenizer); llama.cpp leaves it out.
 */
export const preTokenizers: Readonly<Record<string, PreTokenizer>> = {
  default: {
    splits: [words.defaultPunctuation, words.gpt2, words.digits, words.threeDigits],
  },

  'gpt-2': gpt2,
  'phi-2': gpt2,
  'jina-es': gpt2,
  'jina-de': gpt2,
  'jina-v1-en': gpt2,
  'jina-v2-es': gpt2,
  'jina-v2-de': gpt2,
  'jina-v2-code': gpt2,
  'roberta-bpe': gpt2,
  gigachat: gpt2,
  'a.x-4.0': gpt2,
  mellum: gpt2,
  exaone4: gpt2,
  jais: gpt2,
  trillion: gpt2,
  'granite-docling': gpt2,
  mpt: { ...gpt2, composes: true },
  olmo: { ...gpt2, composes: true },
  'modern-bert': { ...gpt2, composes: true },

  starcoder: singleDigits,
  refact: singleDigits,
  smollm: singleDigits,
  codeshell: singleDigits,
  exaone: singleDigits,
  'minerva-7b': singleDigits,
  mellum2: singleDigits,
  'command-r': { ...singleDigits, composes: true },

  llama3: llama3,
  'llama-v3': llama3,
  'llama-bpe': llama3,
  falcon3: llama3,
  'falcon-h1': llama3,
  pixtral: llama3,
  'midm-2.0': llama3,
  lfm2: llama3,
  'jina-v5-nano': llama3,
  dbrx: threeDigits,
  'smaug-bpe': threeDigits,
  glm4: threeDigits,
  'chatglm-bpe': threeDigits,
  minicpm5: { splits: [words.upToThreeDigits, words.gpt4(words.digits)], ignoresMerges: true },
  'jais-2': { splits: [words.jais2] },

  qwen2: { ...gpt4, composes: true },
  'deepseek-r1-qwen': gpt4,
  kormo: gpt4,
  f2llmv2: gpt4,
  megrez: gpt4,
  stablelm2: gpt4,
  hunyuan: gpt4,
  'solar-open': gpt4,
  'grok-2': gpt4,
  qwen35: { splits: [words.qwen35], composes: true },
  ufakzeka: { splits: [words.withoutContractions] },
  laguna: { splits: [words.lines, words.gpt4(words.digit)] },
  'seed-coder': { splits: [words.seedCoder] },
  'exaone-moe': { splits: [words.exaoneMoe] },
  bailingmoe: bailing,
  bailingmoe2: bailing,
  'llada-moe': bailing,

  'gpt-4o': gpt4o,
  llama4: gpt4o,
  kanana2: gpt4o,
  talkie: gpt4o,
  'minimax-m2': gpt4o,
  'granite-embed-multi-97m': { ...gpt4o, ignoresMerges: true },
  tiny_aya: groupedDigits,
  cohere2moe: groupedDigits,
  tekken: { splits: [words.gpt4o(words.digit, '')], ignoresMerges: true, beginsWithMark: true },
  'kimi-k2': { splits: [words.kimiK2] },

  'deepseek-llm': { splits: words.deepseekLlm },
  'deepseek-coder': { splits: words.deepseekCoder },
  'deepseek-v3': deepseekV3,
  'hunyuan-dense': deepseekV3,
  'joyai-llm': deepseekV3,
  hy_v4: deepseekV3,
  spark2_5: { splits: words.spark },
  youtu: { splits: words.youtu, ignoresMerges: true },

  falcon: { splits: [words.falconPunctuation, words.gpt2, words.threeDigits] },
  bloom,
  'poro-chat': bloom,
  'gpt3-finnish': bloom,
  viking: { splits: [words.bloom, words.digit] },
  superbpe: { splits: [words.digits, words.thousands] },

  gemma4: { ...plain, beginsWithMark: 'always' },
  'granite-embed-multi-311m': { ...plain, beginsWithMark: 'always' },
  'sarvam-moe': plain,
}
