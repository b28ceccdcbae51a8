/**
 * Bounds on what a model's files may make us allocate or loop over. Every number in a file is untrusted, and no honest
 * model comes near these.
 */

/** The `safetensors` library itself refuses a longer header (MAX_HEADER_SIZE in its Rust source). */
export const headerBytes = 100_000_000

/** The largest mixtures of experts have about 150,000. */
export const tensorsInModel = 1_000_000

/** PyTorch makes no tensor with more dimensions. */
export const tensorRank = 64

/** A config is a few kilobytes; those with a label for each of thousands of classes reach some hundred. */
export const configBytes = 16 << 20

/** It names every tensor once, as the headers do together. */
export const indexBytes = headerBytes

/** Models of 400 billion parameters and more come in about 200 files. */
export const weightFiles = 4096

/** Entries of a folder that are looked at when none of them is where a model would have it. */
export const folderEntries = 20_000

/** A branch's file in a hub cache holds one hash of 40 letters. */
export const refBytes = 4096

/** What a GGUF file may hold before its tensors: vocabularies of 260,000 words with their merges take about 20 MB. */
export const ggufHeaderBytes = 256 << 20

/** Ollama's manifests name some layers each; those of models kept as single tensors some thousands. */
export const manifestBytes = 4 << 20

/** Models of Ollama's that are looked at when one is named. */
export const ollamaModels = 2000

/** GGUF files have some dozens of keys. */
export const ggufKeys = 10_000

/** The specification's own bound on a key's length, in bytes (2^16 − 1). */
export const ggufKeyBytes = 65_535

/** Chat templates are the longest strings, at some ten kilobytes. */
export const ggufStringBytes = 16 << 20

/** Vocabularies have up to 260,000 words, and up to 520,000 merges. */
export const ggufArray = 4_000_000

/** Values of all arrays together, so that many cannot fill the memory where one may not. */
export const ggufValues = 16_000_000

/** Also empty arrays take memory, and arrays in arrays take few bytes each. */
export const ggufArrays = 20_000

/** Arrays in arrays; no key of the specification has any. */
export const ggufArrayDepth = 3

/** Experts of a mixture, or heads with norms of their own, that lie in one tensor: at most some hundreds. */
export const partsOfLayer = 4096

/** ggml's own (GGML_MAX_DIMS). */
export const ggufRank = 4

/** Names are shorter than GGML_MAX_NAME, 64, in what llama.cpp reads; other programs write longer ones. */
export const ggufNameBytes = 1024

/** Of `general.alignment`; files have 32. */
export const ggufAlignment = 1 << 20

/** `split.count`. */
export const ggufShards = 4096

/** Protobuf itself ends at 2 GiB; larger models keep their weights in files of their own. */
export const onnxFileBytes = 2 ** 31

/** A graph without its weights: the largest seen, of 40,000 nodes with a trace for each, are below 50 MB. */
export const onnxGraphBytes = 128 << 20

/** Nodes have about ten fields each; a hundred thousand of them are no model's. */
export const onnxFields = 6_000_000

/** Of numbers written one by one (shapes, attributes, small tensors), which take many times their size once they are read. */
export const onnxListBytes = 16 << 20

/** Graphs within a node's attributes: exporters make a branch within a loop at most. */
export const onnxGraphDepth = 8

/** Files of external data; converters write one, or one for each tensor. */
export const onnxDataFiles = 20_000

/** Exporters name a file within the model's folder. */
export const onnxLocationBytes = 4096
