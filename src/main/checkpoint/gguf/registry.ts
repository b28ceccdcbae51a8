import type { GgufArchitecture } from './architecture'
import { bert } from './architectures/bert'
import { bloom } from './architectures/bloom'
import { falcon } from './architectures/falcon'
import { gemma, gemma2, gemma3 } from './architectures/gemma'
import { gpt2 } from './architectures/gpt2'
import { gptneox } from './architectures/gptneox'
import { llama, smollm3 } from './architectures/llama'
import { nomicBert } from './architectures/nomic-bert'
import { olmo2 } from './architectures/olmo2'
import { phi3 } from './architectures/phi3'
import { qwen2, qwen3, qwen3moe } from './architectures/qwen'
import { stablelm } from './architectures/stablelm'
import { starcoder2 } from './architectures/starcoder2'

/** Architectures of GGUF files that open. */
export const architectures: readonly GgufArchitecture[] = [
  llama,
  ...[qwen2, qwen3, gemma, gemma2, gemma3, phi3],
  ...[gpt2, gptneox, falcon, olmo2, stablelm, bert, nomicBert, bloom, starcoder2, smollm3, qwen3moe],
]
