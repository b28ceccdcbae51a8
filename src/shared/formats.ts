/** A kind of model that opens, for the open dialog and the start page. */
export interface ModelFormat {
  readonly id: 'safetensors' | 'gguf' | 'onnx' | 'ollama'
  readonly name: string
  /** The same within a sentence, with its article. */
  readonly inWords: string
  /** What it is made of, or how it is named. */
  readonly holds: string
}

export const modelFormats: readonly ModelFormat[] = [
  {
    id: 'safetensors',
    name: 'Hugging Face folder',
    inWords: 'a folder as Hugging Face saves it',
    holds: 'config.json, model.safetensors (or shards with model.safetensors.index.json), tokenizer.json',
  },
  {
    id: 'gguf',
    name: 'GGUF file',
    inWords: 'a GGUF file',
    holds: 'model.gguf of llama.cpp or LM Studio, or name-00001-of-00003.gguf with the others',
  },
  {
    id: 'onnx',
    name: 'ONNX file',
    inWords: 'an ONNX file',
    holds: 'model.onnx of any exporter, with its data files and tokenizer.json beside it or one folder up',
  },
  {
    id: 'ollama',
    name: 'Ollama model',
    inWords: 'a model by its name in Ollama',
    holds: 'llama3.2:1b, as ollama list names it',
  },
]
