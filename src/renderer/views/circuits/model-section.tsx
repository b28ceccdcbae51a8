import { type KeyboardEvent, useId, useRef } from 'react'
import { headLabel } from '../../../shared/attention-places'
import { type CompositionKind, compositionKind, type ModelCircuits } from '../../../shared/circuits'
import { CompositionGraph, compositionHeight } from '../../../shared/figures/composition-figure'
import { firstThreshold, isSameHead, shownCompositions } from '../../../shared/figures/composition-layout'
import { fixed } from '../../../shared/figures/numbers'
import { figureColours, fontFamily } from '../../../shared/figures/theme'
import { useChosenHead, usePlaces } from '../../state/attention'
import { useCircuitChoices } from '../../state/circuits'
import { useTheme } from '../../state/preferences'
import { selectHead } from '../../state/select-head'
import { Segmented } from '../../ui/segmented'
import { Slider } from '../../ui/slider'
import { Toggle } from '../../ui/toggle'
import { useWidth } from '../../ui/use-width'
import { HeadsGrid } from './heads-grid'

const steps = 200

/** Whether each head copies, and how heads compose: a map, a graph, and the induction circuits that are found. */
export function ModelSection({ answer }: { answer: ModelCircuits }) {
  const theme = useTheme()
  const frame = useRef<HTMLDivElement>(null)
  const width = useWidth(frame)
  const places = usePlaces()
  const chosen = useChosenHead()
  const { kinds, own } = useCircuitChoices()
  const threshold = useThreshold(answer)
  if (places.length !== answer.heads.length) return null
  const height = compositionHeight(answer, width)
  return (
    <div className="circuits-model" ref={frame}>
      <HeadsGrid answer={answer} places={places} />
      <section aria-label="Composition">
        <GraphTools answer={answer} threshold={threshold} />
        {width > 0 && (
          <div className="circuits-graph">
            <GraphKeys answer={answer} threshold={threshold} />
            <svg role="img" aria-label="Composition of heads" width={width} height={height} fontFamily={fontFamily}>
              <CompositionGraph
                {...{ theme, width, height, answer, places, kinds, threshold, chosen }}
                background={figureColours[theme].canvas}
                head={own ? chosen : null}
                onChoose={({ layer, head }) => selectHead(layer, head)}
              />
            </svg>
          </div>
        )}
      </section>
      <Inductions answer={answer} />
    </div>
  )
}

/** So many of a head's compositions are said. */
const mostSaid = 4

/** The graph for the keys: one stop, from which the arrow keys go from head to head, and what is drawn of each is said. */
function GraphKeys({ answer, threshold }: { answer: ModelCircuits; threshold: number }) {
  const places = usePlaces()
  const chosen = useChosenHead()
  const { kinds, own } = useCircuitChoices()
  const id = useId()
  const shown = shownCompositions(answer, { kinds, threshold, head: own ? chosen : null }).toReversed()
  const said = (which: 'from' | 'to', other: 'from' | 'to') =>
    shown
      .filter((one) => isSameHead(one[which], chosen))
      .slice(0, mostSaid)
      .map((one) => `${headLabel(places, one[other])} by ${one.kind.toUpperCase()} ${fixed(one.score, 3)}`)
  const [reads, read] = [said('to', 'from'), said('from', 'to')]
  const press = (event: KeyboardEvent) => {
    const by = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key]
    if (event.key === 'Enter') useCircuitChoices.setState({ own: !own })
    else if (by === undefined) return
    else {
      const layer = Math.min(answer.heads.length - 1, Math.max(0, chosen.layer + by[0]!))
      selectHead(layer, Math.min(answer.heads[layer]!.length - 1, Math.max(0, chosen.head + by[1]!)))
    }
    event.preventDefault()
  }
  return (
    <div
      role="listbox"
      tabIndex={0}
      className="circuits-graph-keys"
      aria-label="Heads of the graph"
      aria-activedescendant={id}
      onKeyDown={press}
    >
      <span id={id} role="option" aria-selected="true" tabIndex={-1} className="visually-hidden">
        {`Head ${headLabel(places, chosen)}: reads ${reads.join(', ') || 'none that is drawn'}; is read by ${read.join(', ') || 'none that is drawn'}`}
      </span>
    </div>
  )
}

/** The threshold that was chosen, or one that leaves some tens. */
export function useThreshold(answer: ModelCircuits | null): number {
  const threshold = useCircuitChoices((choices) => choices.threshold)
  const kinds = useCircuitChoices((choices) => choices.kinds)
  return threshold ?? (answer ? firstThreshold(answer, kinds) : 0)
}

const kindNames: Readonly<Record<CompositionKind, string>> = { q: 'queries', k: 'keys', v: 'values' }

function GraphTools({ answer, threshold }: { answer: ModelCircuits; threshold: number }) {
  const { kinds, own } = useCircuitChoices()
  const most = Math.max(answer.baseline, answer.compositions[0]?.score ?? 0)
  const toggle = (kind: CompositionKind, on: boolean) => {
    const next = compositionKind.options.filter((one) => (one === kind ? on : kinds.includes(one)))
    if (next.length > 0) useCircuitChoices.setState({ kinds: next, threshold: null })
  }
  return (
    <div className="circuits-graph-tools">
      {compositionKind.options.map((kind) => (
        <Toggle
          key={kind}
          label={kind.toUpperCase()}
          hint={`What later heads’ ${kindNames[kind]} read of what earlier heads write`}
          pressed={kinds.includes(kind)}
          onChange={(on) => toggle(kind, on)}
        />
      ))}
      <Segmented
        label="Whose"
        options={[
          { value: 'all', label: 'All heads' },
          { value: 'own', label: 'Chosen head' },
        ]}
        value={own ? 'own' : 'all'}
        onChange={(next) => useCircuitChoices.setState({ own: next === 'own' })}
      />
      {!own && (
        <div className="circuits-threshold">
          <span>from</span>
          <Slider
            label="Threshold"
            value={Math.round((steps * threshold) / most)}
            min={0}
            max={steps}
            spoken={fixed(threshold, 3)}
            onChange={(step) => useCircuitChoices.setState({ threshold: (step * most) / steps })}
          />
          <span className="num">{fixed(threshold, 3)}</span>
        </div>
      )}
    </div>
  )
}

function Inductions({ answer }: { answer: ModelCircuits }) {
  const places = usePlaces()
  const { inductions, randomLength, heads } = answer
  return (
    <section aria-label="Induction circuits" className="circuits-inductions">
      <h2>Induction circuits</h2>
      <p className="quiet">
        {inductions.length === 0 ? 'None is found' : `${inductions.length} found`}:{' '}
        {randomLength === null
          ? 'by the weights alone. A K-composition, the last number, has to stand out, and the later head to copy.'
          : `a head that looks at the previous token, and a later one, which finds what followed, on ${randomLength} random tokens said twice; and a K-composition that stands out, the last number.`}
      </p>
      <ol aria-label="Induction circuits">
        {inductions.map(({ previous, induction, composition }) => {
          const [one, other] = [heads[previous.layer]![previous.head]!, heads[induction.layer]![induction.head]!]
          const number = (value: number | null) => (value === null ? '\u2013' : fixed(value, 2))
          return (
            <li key={`${headLabel(places, previous)} ${headLabel(places, induction)}`}>
              <button type="button" onClick={() => selectHead(previous.layer, previous.head)}>
                {headLabel(places, previous)}
              </button>
              <span className="quiet">previous token {number(one.previous)}</span>
              <span aria-hidden="true">→</span>
              <button type="button" onClick={() => selectHead(induction.layer, induction.head)}>
                {headLabel(places, induction)}
              </button>
              <span className="quiet">
                induction {number(other.induction)}, copying {number(other.copying)}
              </span>
              <span className="num">K {fixed(composition, 3)}</span>
            </li>
          )
        })}
      </ol>
    </section>
  )
}
