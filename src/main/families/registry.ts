import { albert } from './albert'
import { bart } from './bart'
import { bert } from './bert'
import { bloom } from './bloom'
import { cohere, cohere2 } from './cohere'
import { distilbert } from './distilbert'
import { electra } from './electra'
import { ernie45 } from './ernie4-5'
import { exaone4 } from './exaone4'
import { falcon } from './falcon'
import type { Family } from './family'
import { gemma } from './gemma'
import { gemma2 } from './gemma2'
import { gemma3 } from './gemma3'
import { glm, glm4 } from './glm'
import { gptNeo } from './gpt-neo'
import { gptNeox } from './gpt-neox'
import { gptOss } from './gpt-oss'
import { gpt2 } from './gpt2'
import { gptj } from './gptj'
import { granite } from './granite'
import { llama } from './llama'
import { m2m100 } from './m2m-100'
import { marian } from './marian'
import { mbart } from './mbart'
import { ministral } from './ministral'
import { ministral3 } from './ministral3'
import { mistral } from './mistral'
import { mixtral } from './mixtral'
import { modernbert } from './modernbert'
import { mpnet } from './mpnet'
import { nomicBert } from './nomic-bert'
import { olmo } from './olmo'
import { olmo2 } from './olmo2'
import { olmo3 } from './olmo3'
import { opt } from './opt'
import { pegasus } from './pegasus'
import { phi } from './phi'
import { phi3 } from './phi3'
import { qwen2 } from './qwen2'
import { qwen2Moe } from './qwen2-moe'
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
  cohere,
  cohere2,
  distilbert,
  electra,
  ernie45,
  exaone4,
  falcon,
  gemma,
  gemma2,
  gemma3,
  glm,
  glm4,
  gptNeo,
  gptNeox,
  gptOss,
  gpt2,
  gptj,
  granite,
  llama,
  m2m100,
  marian,
  mbart,
  ministral,
  ministral3,
  mistral,
  mixtral,
  modernbert,
  mpnet,
  mt5,
  nomicBert,
  olmo,
  olmo2,
  olmo3,
  opt,
  pegasus,
  phi,
  phi3,
  qwen2,
  qwen2Moe,
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
