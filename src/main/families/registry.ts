import { albert } from './albert'
import { bart } from './bart'
import { bert } from './bert'
import { bloom } from './bloom'
import { distilbert } from './distilbert'
import { electra } from './electra'
import { falcon } from './falcon'
import type { Family } from './family'
import { gemma } from './gemma'
import { gemma2 } from './gemma2'
import { gemma3 } from './gemma3'
import { gptNeo } from './gpt-neo'
import { gptNeox } from './gpt-neox'
import { gptOss } from './gpt-oss'
import { gpt2 } from './gpt2'
import { gptj } from './gptj'
import { llama } from './llama'
import { marian } from './marian'
import { mbart } from './mbart'
import { mistral } from './mistral'
import { mixtral } from './mixtral'
import { modernbert } from './modernbert'
import { mpnet } from './mpnet'
import { olmo2 } from './olmo2'
import { opt } from './opt'
import { pegasus } from './pegasus'
import { phi } from './phi'
import { phi3 } from './phi3'
import { qwen2 } from './qwen2'
import { qwen3 } from './qwen3'
import { qwen3Moe } from './qwen3-moe'
import { roberta, xlmRoberta } from './roberta'
import { smollm3 } from './smollm3'
import { stablelm } from './stablelm'
import { starcoder2 } from './starcoder2'
import { mt5, t5 } from './t5'
import { whisper } from './whisper'

/** Every family that opens, by name. A new one is a file in this folder and its line here. */
// biome-ignore lint/suspicious/noExplicitAny: each family's config has a type of its own, which only its schema and itself share.
export const families: readonly Family<any>[] = [
  albert,
  bart,
  bert,
  bloom,
  distilbert,
  electra,
  falcon,
  gemma,
  gemma2,
  gemma3,
  gptNeo,
  gptNeox,
  gptOss,
  gpt2,
  gptj,
  llama,
  marian,
  mbart,
  mistral,
  mixtral,
  modernbert,
  mpnet,
  mt5,
  olmo2,
  opt,
  pegasus,
  phi,
  phi3,
  qwen2,
  qwen3,
  qwen3Moe,
  roberta,
  smollm3,
  stablelm,
  starcoder2,
  t5,
  whisper,
  xlmRoberta,
]
