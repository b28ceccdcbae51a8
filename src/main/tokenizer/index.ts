export { hasGgufTokenizer } from './gguf/gguf-tokenizer'
export { loadGgufTokenizer, loadTokenizer } from './load-tokenizer'
export type { PromptTokenizer } from './prompt-tokenizer'
