export { loadTokenizer } from './load-tokenizer'
export type { PromptTokenizer } from './prompt-tokenizer'
