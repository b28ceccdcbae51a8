import type { MovePart } from '../../../shared/decomposition'
import { TokenText } from '../../ui/token-text'

/** `Head 2.1`, a word as a chip, or both. */
export function PartName({
  part,
  layer,
  tokens,
}: {
  part: MovePart
  layer: number
  tokens: readonly { text: string }[]
}) {
  const { kind, head, source } = part
  const word = source === null ? undefined : tokens[source]
  if (head === null && !word) return <span>{plainNames[kind]}</span>
  return (
    <>
      {head !== null && <span className="moves-head">{`${layer}.${head}`}</span>}
      {word && (
        <span className="moves-word">
          <TokenText text={word.text} />
          <span className="moves-at">{source}</span>
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
