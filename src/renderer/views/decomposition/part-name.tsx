import { keyText } from '../../../shared/attention-places'
import type { Decomposition, MovePart } from '../../../shared/decomposition'
import { TokenText } from '../../ui/token-text'

/** `Head 2.1`, a word as a chip, or both. */
export function PartName({ part, answer }: { part: MovePart; answer: Decomposition }) {
  const { kind, head, source } = part
  const { place } = answer
  if (head === null && source === null) return <span>{plainNames[kind]}</span>
  return (
    <>
      {head !== null && <span className="moves-head">{`${place.name}.${head}`}</span>}
      {source !== null && (
        <span className="moves-word">
          <TokenText text={keyText(answer, source)} />
          {place.keys !== 'states' && <span className="moves-at">{source}</span>}
        </span>
      )}
    </>
  )
}

const plainNames: Readonly<Record<MovePart['kind'], string>> = {
  head: 'Head',
  source: 'Word',
  pair: 'Head and word',
  others: 'All smaller parts',
  bias: 'Bias b_O',
  mlp: 'MLP',
  rest: 'Rescaling of the stream',
}
