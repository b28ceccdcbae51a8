/** How many of a file's first bytes `sniff` looks at. */
export const sniffedBytes = 256

export interface Sniffed {
  /** What the file is, with its article. */
  readonly what: string
  readonly remedy: string
}

export const convert =
  'Convert it to safetensors: in Python, load the model with transformers and call save_pretrained.'
const fetchAgain = 'Fetch the file itself again.'

/** Files that people have where a safetensors file or a config should be, by how they begin. */
const kinds: readonly { readonly begins: readonly string[] | RegExp; readonly sniffed: Sniffed }[] = [
  {
    begins: ['version https://git-lfs'],
    sniffed: {
      what: 'a Git LFS pointer, which stands for the file',
      remedy: 'Run “git lfs pull” in the model’s folder.',
    },
  },
  {
    begins: /^\s*<(!doctype html|html|\?xml)/i,
    sniffed: { what: 'a web page, saved in the file’s place', remedy: fetchAgain },
  },
  {
    begins: ['GGUF'],
    sniffed: { what: 'a GGUF file, under another’s name', remedy: 'Give it a name that ends in .gguf.' },
  },
  {
    // Saved by PyTorch: a zip with a pickle in it since 1.6, a bare pickle of protocol 2 before.
    begins: ['PK\x03\x04', '\x80\x02'],
    sniffed: { what: 'a PyTorch file, whose pickle can run any code', remedy: convert },
  },
  { begins: ['\x89HDF\r\n'], sniffed: { what: 'an HDF5 file of TensorFlow or Keras', remedy: convert } },
  {
    // gzip, xz, bzip2, zstd
    begins: ['\x1f\x8b', '\xfd7zXZ', 'BZh', '\x28\xb5\x2f\xfd'],
    sniffed: { what: 'packed', remedy: 'Unpack it first.' },
  },
  {
    begins: /^\s*\{\s*"schemaVersion"/,
    sniffed: {
      what: 'a manifest of Ollama’s or Docker’s, which names the files of a model',
      remedy: 'Open it where Ollama keeps it, or the model by its name in Ollama.',
    },
  },
  {
    begins: /^\s*\{"(error|message)"/,
    sniffed: { what: 'a message in JSON, saved in the file’s place', remedy: fetchAgain },
  },
]

/** Whether a file that begins like this is a GGUF file, whatever its name: Ollama's have none. */
export function isGguf(head: Uint8Array): boolean {
  return Buffer.from(head).subarray(0, 4).toString('latin1') === 'GGUF'
}

/** What a file is when it is not what its name says, by its first bytes; null where they tell nothing. */
export function sniff(head: Uint8Array): Sniffed | null {
  if (head.length > 0 && head.every((byte) => byte === 0)) {
    return { what: 'nothing but zeros, as an unfinished download leaves', remedy: fetchAgain }
  }
  const text = Buffer.from(head).toString('latin1')
  const kind = kinds.find(({ begins }) =>
    begins instanceof RegExp ? begins.test(text) : begins.some((start) => text.startsWith(start)),
  )
  return kind?.sniffed ?? null
}
