/** A model format that opens. Read by the open dialog, the packager and the README's table. */
export interface ModelFormat {
  readonly id: 'safetensors'
  readonly name: string
  /** What a person chooses to open it. */
  readonly opens: 'folder'
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
]
