import { poolerHook, taskHeadHooks } from '../../shared/task-head'
import type { Architecture, TaskHead } from '../families'
import type { GraphBuilder, Value } from './builder'
import { norm } from './norms'
import { activate, flatLinear } from './parts'
import type { Prompt } from './prompt'

/** What heads read: the end of the stream [batch, pos, d_model], and the ids that it is of. */
export interface StreamEnd {
  readonly stream: Value
  readonly tokenIds: Value
  readonly prompt: Prompt
}

/** The hook points of a pooler and of a task head. */
export function emitTaskHead(graph: GraphBuilder, end: StreamEnd, { pooler, taskHead }: Architecture): void {
  const pooled =
    pooler && activate(graph, flatLinear(graph, tokenAt(graph, end.stream, 0), pooler.dense), pooler.activation)
  if (pooled) graph.name(poolerHook, pooled)
  if (taskHead) emitHead(graph, end, taskHead, pooled)
}

function emitHead(graph: GraphBuilder, end: StreamEnd, head: TaskHead, pooled: Value | null): void {
  const names = taskHeadHooks(head.at)
  const shaped = (rows: Value, width: number) =>
    head.reads === 'each' ? graph.node('Reshape', [rows, end.prompt.shape(width)]) : rows
  let rows = read(graph, end, head, pooled)
  if (head.transform) {
    const { dense, activation, norm: after } = head.transform
    const width = dense.weight.shape[0]!
    const pre = flatLinear(graph, rows, dense)
    graph.name(names.pre, shaped(pre, width))
    const post = activate(graph, pre, activation)
    rows = after ? norm(graph, post, after).out : post
    graph.name(names.post, shaped(rows, width))
  }
  graph.name(names.out, shaped(flatLinear(graph, rows, head.out), head.classes.length))
}

/** Rows [batch, d_model], or of each token [batch · pos, d_model]. */
function read(graph: GraphBuilder, end: StreamEnd, { reads, padding }: TaskHead, pooled: Value | null): Value {
  const { stream } = end
  switch (reads) {
    case 'pooler':
      return pooled!
    case 'first':
      return tokenAt(graph, stream, 0)
    case 'last':
      return padding === null ? tokenAt(graph, stream, -1) : lastOf(graph, end, padding)
    case 'mean':
      return graph.node('ReduceMean', [stream, graph.ints(1)], { keepdims: 0 })
    case 'each':
      return stream
  }
}

function tokenAt(graph: GraphBuilder, stream: Value, position: number): Value {
  return graph.node('Gather', [stream, graph.int(position)], { axis: 1 })
}

/** The last token of each prompt that is no padding, as transformers chooses it: the first where all are. */
function lastOf(graph: GraphBuilder, { stream, tokenIds, prompt }: StreamEnd, padding: number): Value {
  const own = graph.node('Not', [graph.node('Equal', [tokenIds, graph.int(padding)])])
  const places = graph.node('Mul', [graph.node('Cast', [own], { to: 7 }), prompt.positions()])
  const last = graph.node('ReduceMax', [places, graph.ints(1)])
  return graph.node('GatherND', [stream, last], { batch_dims: 1 })
}
