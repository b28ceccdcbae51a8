import { useId } from 'react'
import { useChosenHead, usePlaces } from '../../state/attention'
import { type CircuitSection, useCircuitChoices } from '../../state/circuits'
import { selectAttention, selectHead } from '../../state/select-head'
import { Segmented, type SegmentedOption } from '../../ui/segmented'
import { Toggle } from '../../ui/toggle'

const sections: readonly SegmentedOption<CircuitSection>[] = [
  { value: 'qk', label: 'Attends', hint: 'The QK circuit: which word’s query fits which word’s key' },
  { value: 'ov', label: 'Writes', hint: 'The OV circuit: which words attending to a word moves' },
  { value: 'heads', label: 'All heads', hint: 'Which heads copy, and how heads compose' },
]

const normChoices = [
  { value: 'folded', label: 'Folded', hint: 'Gains of the norms are multiplied into the weights beside them' },
  { value: 'plain', label: 'Plain', hint: 'Gains of the norms are left out' },
] as const

/** Which circuit of which head, and how it is read out of the weights. */
export function CircuitsBar({ rotary, biased }: { rotary: boolean; biased: boolean }) {
  const { section, norms, biases, offset } = useCircuitChoices()
  const places = usePlaces()
  const { layer, head } = useChosenHead()
  const ids = useId()
  const isQk = section === 'qk'
  return (
    <header className="circuits-bar">
      <Segmented
        label="Circuit"
        options={sections}
        value={section}
        onChange={(next) => useCircuitChoices.setState({ section: next })}
      />
      <div className="circuits-choices">
        {section !== 'heads' && (
          <>
            <label htmlFor={`${ids}layer`}>
              {places.some(({ queries, keys }) => queries !== keys) ? 'Attention' : 'Layer'}
            </label>
            <select id={`${ids}layer`} value={layer} onChange={({ target }) => selectAttention(Number(target.value))}>
              {places.map(({ name }, value) => (
                <option key={name} value={value}>
                  {name}
                </option>
              ))}
            </select>
            <label htmlFor={`${ids}head`}>Head</label>
            <select id={`${ids}head`} value={head} onChange={({ target }) => selectHead(layer, Number(target.value))}>
              {Array.from({ length: places[layer]?.heads ?? 0 }, (_, value) => (
                <option key={value} value={value}>
                  {value}
                </option>
              ))}
            </select>
          </>
        )}
        <span className="circuits-named">Norms</span>
        <Segmented
          label="Norms"
          options={normChoices}
          value={norms}
          onChange={(next) => useCircuitChoices.setState({ norms: next })}
        />
        {isQk && biased && (
          <Toggle
            label="Biases"
            hint="Add the biases of queries and keys"
            pressed={biases}
            onChange={(next) => useCircuitChoices.setState({ biases: next })}
          />
        )}
        {isQk && rotary && (
          <>
            <label htmlFor={`${ids}offset`}>Key before query by</label>
            <input
              id={`${ids}offset`}
              className="circuits-offset num"
              type="number"
              min={-4096}
              max={4096}
              value={offset}
              onChange={({ target }) => {
                const next = Math.round(Number(target.value))
                if (Number.isFinite(next) && Math.abs(next) <= 4096) useCircuitChoices.setState({ offset: next })
              }}
            />
          </>
        )}
      </div>
    </header>
  )
}
