import { useId } from 'react'
import { rangeOf, type Side, tokensOn } from '../../../shared/attention-places'
import type { HeadDetail } from '../../../shared/head-detail'
import { visibleText } from '../../../shared/visible-text'
import { usePlaces } from '../../state/attention'
import { useHeadChoice } from '../../state/head-detail'
import { selectAttention, selectHead } from '../../state/select-head'
import { useSelection } from '../../state/selection'
import { selectToken } from '../../state/trace'

/**
 * What is looked at; each changes the one selection. They show the selection itself, which is ahead of the answer while that is
 * worked out, and the answer's own choice where nothing was chosen.
 */
export function Pickers({ detail }: { detail: HeadDetail }) {
  const places = usePlaces()
  const chosen = useHeadChoice()
  const { query, layer } = chosen ?? detail
  const head = chosen?.head ?? detail.head
  const key = chosen?.key ?? detail.key
  const place = places[layer]
  const { tokens } = detail
  return (
    <div className="qkv-pickers">
      <Picker label="Query" value={query} options={words(tokens, place?.queries)} onChange={selectToken} />
      <Picker
        label="Key"
        value={key}
        options={place?.keys === 'states' ? states(detail) : words(tokens, place?.keys)}
        onChange={(source) => useSelection.setState({ source })}
      />
      <Picker
        label={places.some(({ queries, keys }) => queries !== keys) ? 'Attention' : 'Layer'}
        value={layer}
        options={places.map(({ name }, value) => ({ value, text: name }))}
        onChange={selectAttention}
      />
      <Picker
        label="Head"
        value={head}
        options={Array.from({ length: place?.heads ?? 0 }, (_, value) => ({ value, text: String(value) }))}
        onChange={(next) => selectHead(layer, next)}
      />
    </div>
  )
}

interface Option {
  readonly value: number
  readonly text: string
}

function words(tokens: HeadDetail['tokens'], side: Side = 'all'): readonly Option[] {
  const { first } = rangeOf(tokens, side)
  return tokensOn(tokens, side).map(({ text }, at) => ({
    value: first + at,
    text: `${first + at}  ${visibleText(text)}`,
  }))
}

function states({ row }: HeadDetail): readonly Option[] {
  return row.map((_, value) => ({ value, text: `state ${value}` }))
}

/** The browser's own list: arrow keys and typing choose in it. */
function Picker({
  label,
  value,
  options,
  onChange,
}: {
  label: string
  value: number
  options: readonly Option[]
  onChange: (index: number) => void
}) {
  const id = useId()
  return (
    <div className="qkv-picker">
      <label htmlFor={id}>{label}</label>
      <select id={id} value={value} onChange={(event) => onChange(Number(event.target.value))}>
        {options.map(({ value: of, text }) => (
          <option key={of} value={of}>
            {text}
          </option>
        ))}
      </select>
    </div>
  )
}
