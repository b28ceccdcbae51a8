import type { PartPlace } from '../../shared/anatomy'
import type { HeadCircuit } from '../../shared/circuits'
import { isOfWords } from '../../shared/direction'
import type { CircuitMatrixSpec } from '../../shared/figures/circuit-spec'
import { contextsPicture } from '../../shared/figures/contexts-figure'
import type { MoveMapSpec } from '../../shared/figures/decomposition-spec'
import type { DirectionSpec } from '../../shared/figures/direction-specs'
import type { PlainFigureSpec } from '../../shared/figures/figure-spec'
import { modelsPicture } from '../../shared/figures/models-figure'
import type { WeightChoice } from '../../shared/matrix'
import type { WordList } from '../../shared/word-list'
import { keyOf, useAnatomyChoices } from './anatomy'
import { useAttentionChoices } from './attention'
import { useCircuitChoices } from './circuits'
import { clients } from './clients'
import { useContextsChoices } from './contexts-look'
import { useMoveChoices } from './decomposition'
import { useDirections } from './directions'
import { setTemperature } from './head-detail'
import { selectHead } from './select-head'
import { useSelection } from './selection'
import { useSession } from './session'
import { useSimilarityChoices } from './similarity'
import { useModelsChoices } from './two-models'
import { useVocabulary } from './vocabulary'

/** How a picture was looked at, besides what a place says: its view's own choices, as its spec has them. */
export async function lookAs(spec: PlainFigureSpec): Promise<void> {
  switch (spec.kind) {
    case 'trajectory': {
      const { words: labels, otherTokens: showOthers } = spec.show
      const aspect = spec.width / spec.height
      useSelection.setState({ camera: spec.camera, aspect, pinned: new Set(spec.pinned), showOthers, labels })
      return
    }
    case 'contexts':
      return useContextsChoices.setState({ measure: spec.measure, ...turned(spec, contextsPicture(spec)) })
    case 'models':
      return useModelsChoices.setState({
        section: 'paths',
        measure: spec.measure,
        ...turned(spec, modelsPicture(spec)),
      })
    case 'model-heads':
      return useModelsChoices.setState({ section: 'patterns', rows: spec.rows })
    case 'weight-errors':
      return useModelsChoices.setState({ section: 'weights' })
    case 'similarity': {
      const lines = spec.more.map((prompt) =>
        'text' in prompt ? prompt.text : 'ids' in prompt ? prompt.ids.join(' ') : '',
      )
      useModelsChoices.setState({ section: 'similarity' })
      return useSimilarityChoices.setState({ more: lines.join('\n'), estimate: spec.estimate })
    }
    case 'attention-matrix':
      return useAttentionChoices.setState({ shown: spec.shown, drawing: 'matrix' })
    case 'attention-lines':
      return useAttentionChoices.setState({ shown: spec.shown, drawing: 'lines' })
    case 'attention-image':
      return useAttentionChoices.setState({ shown: spec.shown, drawing: 'image' })
    case 'query-key':
      return setTemperature(spec.temperature)
    case 'move-parts':
      return useMoveChoices.setState({ apart: spec.apart })
    case 'move-map':
      return useMoveChoices.setState(measuredAs(spec))
    case 'anatomy':
      return useAnatomyChoices.setState({ section: 'parts', against: spec.against })
    case 'matrix': {
      const { weight, measure, rows, columns, spectrum } = spec
      const place = await placeOfWeight(weight)
      return useAnatomyChoices.setState({
        ...{ section: 'matrix', place, weight, measure, window: { rows, columns } },
        asked: spectrum ? keyOf(weight) : null,
      })
    }
    case 'direction':
      return useDirections.setState({ part: 'direction', ...drawnDirection(spec), isWriting: false })
    case 'angles':
      return useDirections.setState({ part: 'angles', compared: spec.directions })
    case 'probe':
      return useDirections.setState({ part: 'probe', probe: spec.question, isWriting: false })
    case 'arithmetic':
      return useDirections.setState({ part: 'arithmetic', arithmetic: spec.question, isWriting: false })
    case 'circuit-matrix':
    case 'circuit-spectrum': {
      const { circuit: section, norms, offset, biases } = spec
      const words = spec.kind === 'circuit-matrix' ? { words: await wordsOf(spec) } : {}
      return useCircuitChoices.setState({ section, norms, offset, biases, ...words })
    }
    case 'composition': {
      const { norms, kinds, threshold, head } = spec
      useCircuitChoices.setState({ section: 'heads', norms, kinds, threshold, own: head !== null })
      if (head) selectHead(head.layer, head.head)
      return
    }
    case 'vocabulary': {
      const { camera, width, height, marked, word } = spec
      const chosen = word === null && marked.length > 0 ? Uint32Array.from(marked).sort() : null
      return useVocabulary.setState({ camera, aspect: width / height, word, chosen, query: '' })
    }
    default:
  }
}

/** A camera that was turned by hand, in the picture that is a part of the figure. */
function turned<C>({ camera }: { readonly camera: C }, { width, height }: { width: number; height: number }) {
  return { camera, aspect: width / height }
}

/** What the map counts; the words' own text is read off the answer. */
function measuredAs({ target }: MoveMapSpec) {
  const word = (id: number) => ({ id, text: '' })
  if (target === null) return { measure: 'length' as const }
  if (target.kind === 'end') return { measure: 'end' as const }
  if (target.kind === 'word') return { measure: 'word' as const, word: word(target.id) }
  return { measure: 'words' as const, word: word(target.id), than: word(target.than) }
}

/** Where in the open model a weight is; null where it has none of that name. */
async function placeOfWeight(weight: WeightChoice): Promise<PartPlace | null> {
  const path = useSession.getState().model?.path ?? ''
  const { model } = clients().engine
  const { parts } = await model.anatomy({ path })
  for (const { kind, stack, layer } of parts) {
    if (weight.part !== null && weight.part !== kind) continue
    const weights = await model.weights({ path, kind, stack, layer })
    if (weights.some((one) => keyOf(one) === keyOf(weight))) return { kind, stack, layer }
  }
  return null
}

function drawnDirection({ direction, third }: DirectionSpec) {
  const of: WordList['of'] = isOfWords(direction) ? 'words' : 'sentences'
  return { direction, third: third ? { ...third, of } : null }
}

/** The words of a circuit's matrix as they would be typed: by their texts, or as ids where no tokenizer lies beside the weights. */
async function wordsOf(spec: CircuitMatrixSpec): Promise<string> {
  const { model, wish: device } = useSession.getState()
  const { layer, head, circuit, norms, offset, biases, from, to } = spec
  if (!model || model.tokenizerMissing !== null) return from.join(', ')
  const input = { path: model.path, device, layer, head, circuit, norms, offset, biases, from, to }
  const answer: HeadCircuit = await clients().runLong((options) => clients().engine.circuits.head(input, options))
  return (answer.from ?? []).map(({ text }) => text).join('')
}
