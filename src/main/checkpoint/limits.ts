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
