import { textOf } from '../op'
import type { SeeInto } from './seen'

/** `BiasGelu`: A and a bias; `FastGelu`, whose bias may be left out. Source: ONNX Runtime's docs/ContribOperators.md. */
export const biasedGelu: SeeInto = (op, { beside }) => {
  const [x = '', bias = ''] = op.inputs
  const sum = bias === '' ? x : beside.node('Add', [beside.float(x), beside.float(bias)])
  beside.alsoKnown('Gelu', [sum], op.outputs[0])
  return null
}

/** `GemmFastGelu`: X · W and a bias that may be left out, then FastGelu. Source: docs/ContribOperators.md. */
export const mapAndGelu: SeeInto = (op, { beside }) => {
  const [x = '', weight = '', bias = ''] = op.inputs
  const product = beside.node('MatMul', [beside.float(x), beside.float(weight)])
  const sum = bias === '' ? product : beside.node('Add', [product, beside.float(bias)])
  beside.alsoKnown('Gelu', [sum], op.outputs[0])
  return null
}

/** `FusedGemm`: Gemm, and the activation that it names. Source: docs/ContribOperators.md. */
export const mapAndActivation: SeeInto = (op, { beside }) => {
  const activation = textOf(op, 'activation')
  if (activation === '') return 'it does not say which activation it has'
  const kept = op.node.attribute.filter(({ name }) => ['alpha', 'beta', 'transA', 'transB'].includes(name))
  const floats = op.inputs.filter((value) => value !== '').map((value) => beside.float(value))
  beside.alsoKnown(activation, [beside.node('Gemm', floats, {}, kept)], op.outputs[0])
  return null
}
