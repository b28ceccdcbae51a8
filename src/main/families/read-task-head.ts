import { Fault } from '../../shared/fault'
import type { Squash } from '../../shared/task-head'
import type { Checkpoint } from '../checkpoint'
import type { Pooler, TaskHead } from './architecture'
import type { Plan, TaskHeadPlan } from './family'
import { decoderHeads } from './task-heads'
import type { Weights } from './weights'

type Config = Checkpoint['config']

/** The pooler of a checkpoint that has one. */
export function readPooler({ pooler, sizes: { dModel } }: Plan, weights: Weights): Pooler | null {
  if (!pooler || !weights.hasOwn(`${pooler.dense.name}.weight`)) return null
  return { dense: weights.linear(pooler.dense, [dModel, dModel], 'out-in'), activation: pooler.activation }
}

/**
 * Of the heads that a family knows the one whose weights are there, and which is for the task that the config's `architectures`
 * names. One that fits none is left among the unused. Throws an `input` fault where config and weights know different classes.
 */
export function readTaskHead(
  plan: Plan,
  pooler: Pooler | null,
  weights: Weights,
  config: Config,
  file: string,
): TaskHead | null {
  const { dModel } = plan.sizes
  const named = tasksOf(config)
  const head = headsOf(plan).find(
    (one) =>
      isThere(one, dModel, weights) &&
      (one.reads !== 'pooler' || pooler !== null) &&
      (one.task === undefined || named === null || named.includes(one.task)),
  )
  if (head === undefined) return null
  const { at, reads, transform } = head
  const [count] = weights.shapeOf(`${head.out.name}.weight`)!
  const classes = head.classes ?? classesOf(config, count!, file)
  return {
    ...{ at, reads, classes },
    padding: Number.isInteger(config.pad_token_id) ? Number(config.pad_token_id) : null,
    transform: transform
      ? {
          dense: weights.absoluteLinear(transform.dense, [dModel, dModel], 'out-in'),
          activation: transform.activation,
          norm: transform.norm ? weights.absoluteNorm(transform.norm, dModel, plan.norm) : null,
        }
      : null,
    out: weights.absoluteLinear(head.out, [dModel, classes.length], 'out-in'),
    squash: head.squash ?? squashOf(config, classes.length),
  }
}

function headsOf({ taskHeads, encoder, block }: Plan): readonly TaskHeadPlan[] {
  return taskHeads ?? (encoder === undefined && block(0).attention.causal ? decoderHeads : [])
}

/** The tasks that transformers' class names end in, as in `BertForTokenClassification`; null where none is named. */
function tasksOf({ architectures }: Config): readonly string[] | null {
  const found = (Array.isArray(architectures) ? architectures : []).map(
    (name) => /For([A-Z]\w+)$/.exec(String(name))?.[1],
  )
  const named = found.filter((task) => task !== undefined)
  return named.length > 0 ? named : null
}

/** Whether its weights are there and of a shape that it can have, with and without a bias as it has one. */
function isThere({ out, transform }: TaskHeadPlan, dModel: number, weights: Weights): boolean {
  const shape = weights.shapeOf(`${out.name}.weight`)
  const isMap = shape?.length === 2 && shape[1] === dModel && weights.has(`${out.name}.bias`) === out.biased
  return isMap && (!transform || weights.has(`${transform.dense.name}.weight`))
}

/** The classes' names by their numbers; `LABEL_0` … where the config names none, as transformers calls them. */
function classesOf({ id2label }: Config, count: number, file: string): string[] {
  if (typeof id2label !== 'object' || id2label === null) return Array.from({ length: count }, (_, id) => `LABEL_${id}`)
  const names = new Map(Object.entries(id2label).map(([id, name]) => [Number(id), String(name)]))
  const classes = Array.from({ length: count }, (_, id) => names.get(id))
  if (names.size === count && classes.every((name) => name !== undefined)) return classes
  throw Fault.input(`The config names ${names.size} classes where the weights score ${count}`, {
    file,
    place: 'id2label',
    remedy: 'Check that config.json and the weights belong to the same model.',
  })
}

/** As transformers takes its loss for a text's classes. */
function squashOf({ problem_type: type }: Config, count: number): Squash {
  if (type === 'multi_label_classification') return 'sigmoid'
  return type === 'regression' || (count === 1 && type !== 'single_label_classification') ? 'none' : 'softmax'
}
