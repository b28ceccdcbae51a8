import { readdirSync, readFileSync } from 'node:fs'
import type { ModelKind } from '../../../shared/model-info'
import { families } from '../../families'

export function kindOf(model: string): ModelKind {
  const { model_type } = JSON.parse(readFileSync(`fixtures/models/${model}/config.json`, 'utf8'))
  return families.find(({ modelType }) => modelType === model_type)!.kind
}

const models = readdirSync('fixtures/models')

/** Tiny models of one stack. */
export const oneStack = models.filter((model) => kindOf(model) !== 'encoder-decoder')

/** Tiny models of two, and a decoder that is given what the other would make. */
export const twoStacks = models.filter((model) => kindOf(model) === 'encoder-decoder')
