import type { GgufArchitecture } from './architecture'
import { bert } from './architectures/bert'
import { falcon } from './architectures/falcon'
import { gemma, gemma2, gemma3 } from './architectures/gemma'
import { gpt2 } from './architectures/gpt2'
import { gptneox } from './architectures/gptneox'
import { llama } from './architectures/llama'
import { olmo2 } from './architectures/olmo2'
import { phi3 } from './architectures/phi3'
import { qwen2, qwen3 } from './architectures/qwen'
import { stablelm } from './architectures/stablelm'

/** Architectures of GGUF files that open. */
export const architectures: readonly GgufArchitecture[] = [
  llama,
  ...[qwen2, qwen3, gemma, gemma2, gemma3, phi3],
  ...[gpt2, gptneox, falcon, olmo2, stablelm, bert],
]
