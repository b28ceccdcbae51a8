import * as z from 'zod'
import type { Activation } from './architecture'

/** Names that transformers' ACT2FN gives to the functions that we have. */
const names: Readonly<Record<string, Activation>> = {
  relu: 'relu',
  silu: 'silu',
  swish: 'silu',
  gelu: 'gelu',
  gelu_python: 'gelu',
  gelu_new: 'gelu_tanh',
  gelu_fast: 'gelu_tanh',
  gelu_pytorch_tanh: 'gelu_tanh',
  quick_gelu: 'quick_gelu',
  tanh: 'tanh',
}

/** A config's activation as one of ours. */
export const activation = z
  .string()
  .refine((name) => Object.hasOwn(names, name), {
    error: (issue) => `the activation “${String(issue.input)}” is not known; ${Object.keys(names).join(', ')} are`,
  })
  .transform((name) => names[name]!)
