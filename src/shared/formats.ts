/** A model format that opens. Read by the open dialog and the start page. */
export interface ModelFormat {
  readonly id: 'safetensors' | 'gguf'
  readonly name: string
  /** What a person chooses to open it. */
  readonly opens: 'folder' | 'file'
  /** Shown in the dialog and in errors. */
  readonly holds: string
}

export const modelFormats: readonly ModelFormat[] = [
  {
    id: 'safetensors',
    name: 'Hugging Face folder',
    opens: 'folder',
    holds: 'config.json, model.safetensors (or shards with model.safetensors.index.json), tokenizer.json',
  },
  {
    id: 'gguf',
    name: 'GGUF file',
    opens: 'file',
    holds: 'model.gguf (or name-00001-of-00003.gguf with the others) of llama.cpp or LM Studio, or a name in Ollama',
  },
]
