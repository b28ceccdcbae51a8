/** Whether a file is an ONNX file, by its name. */
export function isOnnxName(name: string): boolean {
  return /\.onnx$/i.test(name)
}

/** What exporters call the file that holds the whole model, the one that is meant first. */
const whole = ['model.onnx', 'decoder_model_merged.onnx', 'decoder_with_past_model.onnx', 'decoder_model.onnx']

/** The ONNX file among a folder's that stands for the model: the only one, or the one that is called so; null where none is. */
export function chooseOnnxName(names: readonly string[]): string | null {
  if (names.length === 1) return names[0]!
  return whole.find((name) => names.includes(name)) ?? null
}

/**
 * Whether a file may hold weights of an ONNX file beside it, by its name. The graph names them as it likes; exporters call them
 * `model.onnx_data`, `model.onnx.data`, `weights.bin` and the like.
 */
export function mayBeOnnxData(name: string): boolean {
  return /\.(onnx([._]data(_\d+)?)|bin|data|weight|pb)$/i.test(name)
}
