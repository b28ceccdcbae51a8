import { expect, it } from 'vitest'
import { floatTensor } from '../../shared/tensor'
import { demanding, hooksThere } from './found-hooks'
import type { OpenedModel } from './opened-model'

const tensor = floatTensor(Float32Array.of(1), [1])

/** A graph in which one hook point was found, and why the MLPs were not. */
const graph = {
  origin: {
    kind: 'graph',
    read: {
      file: { path: '/m/model.onnx', name: 'm' },
      model: {
        hooks: [{ name: 'blocks.0.hook_resid_pre' }],
        missing: [{ what: 'blocks.0.mlp.*', reason: 'The MLP is not seen into.', near: ['TopK "top"'] }],
      },
    },
  },
} as unknown as OpenedModel
const wanted = ['blocks.0.hook_resid_pre', 'blocks.0.mlp.hook_post']

it('a graph is asked for the hook points that were found in it, and weights for all', () => {
  expect(hooksThere(graph, wanted)).toEqual(['blocks.0.hook_resid_pre'])
  expect(hooksThere({ origin: { kind: 'weights' } } as OpenedModel, wanted)).toEqual(wanted)
})

it('a look that needs what was not found says which hook point and why, and others go on', () => {
  const tensors = demanding(graph, new Map([['blocks.0.hook_resid_pre', tensor]]), wanted)
  expect(tensors.get('blocks.0.hook_resid_pre')).toBe(tensor)
  expect(tensors.get('blocks.9.hook_never_asked_for')).toBeUndefined()
  expect(() => tensors.get('blocks.0.mlp.hook_post')).toThrow(
    'blocks.0.mlp.hook_post was not found in the graph of m. The MLP is not seen into. Nearest node: TopK "top"',
  )
})
