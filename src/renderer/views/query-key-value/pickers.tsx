import { useId } from 'react'
import type { HeadDetail } from '../../../shared/head-detail'
import { visibleText } from '../../../shared/visible-text'
import { selectLayer, useHeadChoice } from '../../state/head-detail'
import { selectHead } from '../../state/select-head'
import { useSelection } from '../../state/selection'
import { selectToken } from '../../state/trace'

/**
 * What is looked at; each changes the one selection. They show the selection itself, which is ahead of the answer while that is
 * worked out, and the answer's own choice where nothing was chosen.
 */
export function Pickers({ detail }: { detail: HeadDetail }) {
  const { tokens, model } = detail
  const chosen = useHeadChoice()
  const { query, layer } = chosen ?? detail
  const head = chosen?.head ?? detail.head
  const key = chosen?.key ?? detail.key
  const words = tokens.map(({ text }, at) => `${at}  ${visibleText(text)}`)
  const numbers = (count: number) => Array.from({ length: count }, (_, at) => String(at))
  return (
    <div className="qkv-pickers">
      <Picker label="Query" value={query} options={words} onChange={selectToken} />
      <Picker label="Key" value={key} options={words} onChange={(source) => useSelection.setState({ source })} />
      <Picker label="Layer" value={layer} options={numbers(model.layers)} onChange={selectLayer} />
      <Picker label="Head" value={head} options={numbers(model.heads)} onChange={(next) => selectHead(layer, next)} />
    </div>
  )
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
  options: readonly string[]
  onChange: (index: number) => void
}) {
  const id = useId()
  return (
    <div className="qkv-picker">
      <label htmlFor={id}>{label}</label>
      <select id={id} value={value} onChange={(event) => onChange(Number(event.target.value))}>
        {options.map((option, index) => (
          <option key={index} value={index}>
            {option}
          </option>
        ))}
      </select>
    </div>
  )
}
