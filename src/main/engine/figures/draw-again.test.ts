import { resolve } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import type { CompositionSpec } from '../../../shared/figures/circuit-spec'
import type { AnglesSpec } from '../../../shared/figures/direction-specs'
import { readProvenance } from '../../export'
import { answerOf, startEngine, temporaryFolder } from '../testing/engine-client'

const of = { path: resolve('fixtures/models/gpt2-tiny'), device: 'cpu' as const }

it('is the same file whether its answer was at hand already or not', async () => {
  const { engine, client } = await startEngine(await temporaryFolder())
  onTestFinished(() => engine.close())
  const { name, fingerprint } = await client.model.inspect({ path: of.path })
  const paper = {
    version: 1,
    model: { name, fingerprint },
    prompt: null,
    theme: 'light',
    width: 480,
    height: 320,
  } as const
  const direction = (minus: string, plus: string) => ({
    ...{ name: `${minus} ${plus}`, ends: [minus, plus] as [string, string], minus: [minus], plus: [plus] },
    ...{ at: 'embedding' as const, paired: true, state: 'last' as const, made: 'means' as const, fingerprint: null },
  })
  const specs: (AnglesSpec | CompositionSpec)[] = [
    { ...paper, kind: 'angles', directions: [direction('The', 'is'), direction('in', 'is')] },
    { ...paper, kind: 'composition', norms: 'folded', kinds: ['k'], threshold: 0.1, head: null },
  ]
  for (const spec of specs) {
    const save = async () =>
      Buffer.from(
        await (
          await answerOf<File>(client.export.figure({ ...of, spec, format: 'svg', dpi: 96 }))
        ).answer.arrayBuffer(),
      )
    const first = await save()
    expect(readProvenance(first)!.device, spec.kind).toBe('cpu')
    expect((await save()).equals(first), spec.kind).toBe(true)
  }
})
