import type { Attention, HeadMeasures } from '../../../shared/attention'
import { type HeadFilter, type HeadOrder, passes, useAttentionChoices } from '../../state/attention'
import { Slider } from '../../ui/slider'
import { measureNames, measureText } from './measure-names'

/** Steps of the slider over the measure's range. */
const steps = 100

/** How many heads the filter keeps. */
export function HeadsLeft({ attention }: { attention: Attention }) {
  const filter = useAttentionChoices((choices) => choices.filter)
  const all = attention.measures.flat()
  const left = all.filter((measures) => passes(filter, measures)).length
  return <output className="num quiet">{filter ? `${left} of ${all.length}` : `${all.length} heads`}</output>
}

/** In which order the heads come, and which are looked through: a measure, and a bound that it is held to. */
export function HeadsTools({ attention }: { attention: Attention }) {
  const order = useAttentionChoices((choices) => choices.order)
  const filter = useAttentionChoices((choices) => choices.filter)
  const most = filter ? mostOf(attention, filter.measure) : 1
  const set = (next: HeadFilter | null) => useAttentionChoices.setState({ filter: next })
  const measure = (key: string) => {
    const chosen = measureNames.find((candidate) => candidate.key === key)?.key
    // A sharp head has little entropy, and much of everything else.
    set(
      chosen
        ? { measure: chosen, side: chosen === 'entropy' ? 'most' : 'least', bound: mostOf(attention, chosen) / 4 }
        : null,
    )
  }
  return (
    <div className="heads-tools">
      <label>
        <span>Sort</span>
        <select
          value={order}
          onChange={({ target }) => useAttentionChoices.setState({ order: target.value as HeadOrder })}
        >
          <option value="layer">By layer</option>
          {measureOptions}
        </select>
      </label>
      <label>
        <span>Filter</span>
        <select value={filter?.measure ?? ''} onChange={({ target }) => measure(target.value)}>
          <option value="">All heads</option>
          {measureOptions}
        </select>
      </label>
      {filter && (
        <div className="heads-bound">
          <button
            type="button"
            className="heads-side"
            aria-label={filter.side === 'least' ? 'At least; change to at most' : 'At most; change to at least'}
            onClick={() => set({ ...filter, side: filter.side === 'least' ? 'most' : 'least' })}
          >
            {filter.side === 'least' ? '≥' : '≤'}
          </button>
          <Slider
            label="Bound of the filter"
            value={Math.round((steps * filter.bound) / most)}
            min={0}
            max={steps}
            spoken={measureText(filter.measure, filter.bound)}
            onChange={(step) => set({ ...filter, bound: (step * most) / steps })}
          />
          <span className="num">{measureText(filter.measure, filter.bound)}</span>
        </div>
      )}
    </div>
  )
}

const measureOptions = measureNames.map(({ key, name }) => (
  <option key={key} value={key}>
    {name}
  </option>
))

/** The end of the slider: a weight is at most 1, an entropy at most that of as many keys as there are. */
function mostOf({ tokens }: Attention, measure: keyof HeadMeasures): number {
  return measure === 'entropy' ? Math.max(1, Math.log2(tokens.length)) : 1
}
