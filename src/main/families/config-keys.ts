import * as z from 'zod'

/** A size, a count: whole and above 0. */
export const size = z.int().positive()
export const eps = z.number().positive()

/** One value that a key may have; the others are refused. A key left out, or null, has it too. */
export const only = <T extends string | number | boolean>(value: T) =>
  z
    .literal(value)
    .nullish()
    .transform(() => value)

/** Keys that tell how rotary positions are read; `readRotary` checks them. */
export const rotaryKeys = {
  rope_parameters: z.unknown().optional(),
  rope_scaling: z.unknown().optional(),
  rope_theta: z.unknown().optional(),
  partial_rotary_factor: z.unknown().optional(),
}

/**
 * Keys that transformers writes into every config and that change no number of a forward pass: names, training, generation and
 * how the file came about. dtype among them, since each tensor says its own.
 */
export const withoutEffect: readonly string[] = [
  ...['_name_or_path', 'architectures', 'auto_map', 'model_type', 'transformers_version', 'dtype', 'torch_dtype'],
  ...['bos_token_id', 'eos_token_id', 'pad_token_id', 'unk_token_id', 'initializer_range', 'use_cache'],
  ...[
    'attention_dropout',
    'hidden_dropout',
    'attn_pdrop',
    'embd_pdrop',
    'resid_pdrop',
    'resid_dropout',
    'embed_dropout',
  ],
  ...['classifier_dropout', 'dropout', 'layerdrop', 'id2label', 'label2id', 'num_labels', 'problem_type'],
  ...['output_attentions', 'output_hidden_states', 'return_dict', 'chunk_size_feed_forward', 'pretraining_tp'],
  ...['gradient_checkpointing', 'task_specific_params'],
]
