import { useEffect, useRef } from 'react'
import { faultLine } from '../../../shared/fault'
import type { TokenInfo } from '../../../shared/model-info'
import { useSelection } from '../../state/selection'
import { useSession } from '../../state/session'
import { selectToken } from '../../state/trace'
import { classes } from '../../ui/classes'
import { TokenText } from '../../ui/token-text'
import { Tooltip } from '../../ui/tooltip'

/** A chip a token, as the model sees the sentence. One row, which scrolls: a second row would push the picture about. */
export function TokenChips() {
  const tokens = useSession((session) => session.tokens)
  const fault = useSession((session) => session.tokensFault)
  const limit = useSession((session) => session.model?.context ?? Number.POSITIVE_INFINITY)
  const limitOfEncoder = useSession((session) => session.model?.encoder?.context ?? 0)
  const chat = useSession((session) => session.reading.chat)
  const position = useSelection((selection) => selection.position)
  const row = useRef<HTMLUListElement>(null)
  const sources = tokens?.findLastIndex(({ side }) => side === 'encoder') ?? -1
  const isBeyond = ({ side }: TokenInfo, index: number) =>
    side === 'encoder' ? index >= limitOfEncoder : index - sources - 1 >= limit
  useEffect(() => {
    if (position !== null) row.current?.children[position]?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [position])
  if (fault) {
    return (
      <p className="chips-words chips-fault" role="alert">
        {faultLine(fault)}
      </p>
    )
  }
  if (!tokens || tokens.length === 0) {
    return <p className="chips-words">{tokens ? 'The sentence has no tokens yet.' : '\u00a0'}</p>
  }
  return (
    <ul className="chips" ref={row} aria-label="Tokens" onWheel={scrollAcross}>
      {tokens.map((token, index) => (
        <li key={index} className={classes(token.side && tokens[index - 1]?.side !== token.side && 'chips-side')}>
          {token.side && tokens[index - 1]?.side !== token.side && (
            <span className="chips-side-name">{token.side === 'encoder' ? 'Encoder' : 'Decoder'}</span>
          )}
          <TokenChip
            token={token}
            index={index}
            chosen={index === position}
            beyond={isBeyond(token, index)}
            chat={chat && token.side !== 'decoder'}
          />
        </li>
      ))}
    </ul>
  )
}

interface TokenChipProps {
  token: TokenInfo
  index: number
  chosen: boolean
  beyond: boolean
  /** Whether it is the chat template that adds tokens. */
  chat: boolean
}

function TokenChip({ token, index, chosen, beyond, chat }: TokenChipProps) {
  return (
    <Tooltip
      text={
        <>
          position {index} · id <span className="mono">{token.id}</span>
          {token.special && (chat ? ' · added by the chat template' : ' · added by the tokenizer')}
          {token.side && ` · of the ${token.side}`}
          {beyond && ' · beyond the context'}
        </>
      }
    >
      <button
        type="button"
        className={classes('token', token.special && 'token-special', beyond && 'token-beyond')}
        aria-pressed={chosen}
        onClick={() => selectToken(index)}
      >
        <span className="visually-hidden">Position {index} </span>
        <TokenText text={token.text} />
      </button>
    </Tooltip>
  )
}

/** A wheel that turns up and down moves the row sideways, since that is the only way it goes. */
function scrollAcross(event: React.WheelEvent<HTMLUListElement>): void {
  if (Math.abs(event.deltaY) > Math.abs(event.deltaX)) event.currentTarget.scrollLeft += event.deltaY
}
