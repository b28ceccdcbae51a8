/** A message of ONNX as the walk knows it. Field numbers are those of src/main/onnx-format/onnx.proto. */
export interface Message {
  readonly name: string
  /** Fields that are messages themselves. `tensor` is where weights may lie. */
  readonly parts: Readonly<Record<number, MessageKind | 'tensor'>>
  /** Texts for people, traces and training, which no run reads and which are most of what some exporters write. */
  readonly dropped: readonly number[]
  /** Lists of numbers, each of which takes many times its size once it is read. */
  readonly lists?: readonly number[]
}

export type MessageKind =
  | 'model'
  | 'graph'
  | 'node'
  | 'attribute'
  | 'function'
  | 'value'
  | 'type'
  | 'inner'
  | 'map'
  | 'tensorType'
  | 'shape'
  | 'dim'
  | 'opset'
  | 'annotation'
  | 'entry'
  | 'sparse'
  | 'inline'

const none = { parts: {}, dropped: [] }

export const messages: Readonly<Record<MessageKind, Message>> = {
  model: { name: 'the model', parts: { 7: 'graph', 8: 'opset', 25: 'function' }, dropped: [6, 14, 20] },
  graph: {
    name: 'a graph',
    parts: { 1: 'node', 5: 'tensor', 11: 'value', 12: 'value', 13: 'value', 14: 'annotation', 15: 'sparse' },
    dropped: [10, 16],
  },
  node: { name: 'a node', parts: { 5: 'attribute' }, dropped: [6, 9] },
  attribute: {
    name: 'an attribute',
    parts: { 5: 'tensor', 6: 'graph', 10: 'tensor', 11: 'graph', 14: 'type', 15: 'type', 22: 'sparse', 23: 'sparse' },
    dropped: [13],
    lists: [7, 8, 9],
  },
  function: {
    name: 'a function',
    parts: { 7: 'node', 9: 'opset', 11: 'attribute', 12: 'value' },
    dropped: [8, 14],
  },
  value: { name: 'a value’s type', parts: { 2: 'type' }, dropped: [3, 4] },
  type: { name: 'a type', parts: { 1: 'tensorType', 4: 'inner', 5: 'map', 8: 'tensorType', 9: 'inner' }, dropped: [] },
  inner: { name: 'a type', parts: { 1: 'type' }, dropped: [] },
  map: { name: 'a type', parts: { 2: 'type' }, dropped: [] },
  tensorType: { name: 'a type', parts: { 2: 'shape' }, dropped: [] },
  shape: { name: 'a shape', parts: { 1: 'dim' }, dropped: [] },
  dim: { name: 'a shape', ...none },
  opset: { name: 'an operator set', ...none },
  annotation: { name: 'an annotation', parts: { 2: 'entry' }, dropped: [] },
  entry: { name: 'an entry', ...none },
  // Never weights of a transformer; they are read as they are.
  sparse: { name: 'a sparse tensor', parts: { 1: 'inline', 2: 'inline' }, dropped: [], lists: [3] },
  inline: { name: 'a tensor', parts: { 13: 'entry' }, dropped: [12, 16], lists: [1, 4, 5, 7, 10, 11] },
}
