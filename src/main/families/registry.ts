import { bert } from './bert'
import type { Family } from './family'
import { gpt2 } from './gpt2'
import { llama } from './llama'

/** Every family that opens, by name. A new one is a file in this folder and its line here. */
// biome-ignore lint/suspicious/noExplicitAny: each family's config has a type of its own, which only its schema and itself share.
export const families: readonly Family<any>[] = [bert, gpt2, llama]
