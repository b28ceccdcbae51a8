import { Fault } from '../../shared/fault'
import { ggufModels } from '../../shared/gguf-names'
import { chooseOnnxName, isOnnxName, mayBeOnnxData } from '../../shared/onnx-names'
import { someOf } from '../../shared/some-of'

/** What a Hugging Face folder needs. Checkpoints in other formats often lie beside it and would be copied for nothing. */
const needed = /^([^/]+\.(json|jinja|safetensors|txt|model)|tokenizer[^/]*)$/i

/**
 * Which of the dropped files make the model, by their names: what a Hugging Face folder needs, or where it has no safetensors
 * the one GGUF model, or the ONNX file that stands for the model, with what may be its data. Throws an `input` fault for several, and for one whose files did not all come: a copy may be large.
 */
export function filesToCopy(dropped: string, names: readonly string[]): string[] {
  const hasSafetensors = names.some((name) => /\.safetensors$/i.test(name))
  const [model, ...others] = hasSafetensors ? [] : ggufModels(names)
  if (model === undefined) {
    const onnx = hasSafetensors ? null : chosenOnnx(dropped, names.filter(isOnnxName))
    return names.filter((name) => needed.test(name) || (onnx !== null && (name === onnx || mayBeOnnxData(name))))
  }
  if (others.length > 0) {
    const firsts = [model, ...others].map(({ files }) => files[0]!)
    throw Fault.input(`It holds ${firsts.length} GGUF models: ${someOf(firsts, 6)}`, {
      file: dropped,
      remedy: 'Drop one of the files.',
    })
  }
  if (model.files.length < model.count) {
    throw Fault.input(`The model is in ${model.count} files, and ${model.files.length} came`, {
      file: model.files[0]!,
      remedy: 'Drop all of its files together.',
    })
  }
  return [...model.files]
}

/** The ONNX file that is meant, which takes what may be its data with it; null where none came. */
function chosenOnnx(dropped: string, names: readonly string[]): string | null {
  const chosen = chooseOnnxName(names)
  if (chosen !== null || names.length === 0) return chosen
  throw Fault.input(`It holds ${names.length} ONNX files: ${someOf(names, 6)}`, {
    file: dropped,
    remedy: 'Drop one of the files, with its data file where it has one.',
  })
}

/** What a model of loose files is called: after the first weights among them. */
export function nameOfLoose(names: readonly string[]): string {
  const weights = names.find((name) => /\.(safetensors|gguf|onnx)$/i.test(name)) ?? names[0]
  return weights?.replace(/(-\d{5}-of-\d{5})?\.[^.]+$/, '') || 'model'
}
