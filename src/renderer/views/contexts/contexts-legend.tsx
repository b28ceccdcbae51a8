import { useEffect, useRef } from 'react'
import { faultLine } from '../../../shared/fault'
import { measured, pairsWithActive, type ShownContexts, valuesOf } from '../../../shared/figures/contexts-shown'
import { stationName } from '../../../shared/figures/trajectory-layout'
import { type Context, chooseInContext, letterOf, setMatch, switchContext, useContexts } from '../../state/contexts'
import { useContextsChoices } from '../../state/contexts-look'
import { useSelection } from '../../state/selection'
import { classes } from '../../ui/classes'
import { ContextBadge, useContextColour } from '../../ui/context-badge'
import { Segmented } from '../../ui/segmented'
import { TokenText } from '../../ui/token-text'

const matches = [
  { value: 'token', label: 'Token', hint: 'The token with the same id' },
  { value: 'word', label: 'Word', hint: 'The same word, whatever its case; of several tokens, its last' },
  { value: 'hand', label: 'Hand', hint: 'The tokens that you click' },
] as const

/** Every sentence with its token, and how far that is from the active one's at the station that is looked at. */
export function ContextsLegend({ all, shown }: { all: readonly Context[]; shown: ShownContexts | null }) {
  const match = useContexts((contexts) => contexts.match)
  const measure = useContextsChoices((choices) => choices.measure)
  const chosen = useSelection((selection) =>
    selection.hovered?.kind === 'station' ? selection.hovered.index : selection.station,
  )
  const stations = shown?.contexts.stations ?? []
  const station = Math.min(stations.length - 1, chosen ?? stations.length - 1)
  const values = new Map(
    shown
      ? pairsWithActive(shown).map(({ context, pair }) => [
          shown.letters[context]!,
          measured(valuesOf(pair, measure)[station]!, measure),
        ])
      : [],
  )
  const at = stations[station]
  return (
    <section className="contexts-legend" aria-label="Contexts and their tokens">
      <header>
        <span className="contexts-match">Match</span>
        <Segmented label="Match by" options={matches} value={match} onChange={setMatch} />
        <span className="contexts-at" title={at && `${measure} at ${stationName(at)}`}>
          {at && `at ${stationName(at)}`}
        </span>
      </header>
      <ol>
        {all.map((context) => (
          <LegendRow key={context.key} context={context} value={values.get(context.index) ?? null} />
        ))}
      </ol>
    </section>
  )
}

function LegendRow({ context, value }: { context: Context; value: string | null }) {
  const { index, isActive, tokens, position, fault, text } = context
  const row = useRef<HTMLUListElement>(null)
  const colour = useContextColour(index)
  useEffect(() => {
    const chosen = position === null ? undefined : row.current?.children[position]
    if (row.current && chosen instanceof HTMLElement) {
      // The token in the middle: what stands before it is what tells the contexts apart.
      row.current.scrollLeft = chosen.offsetLeft - (row.current.clientWidth - chosen.offsetWidth) / 2
    }
  }, [position, tokens])
  const name = `Context ${letterOf(index)}`
  const missing = fault ? faultLine(fault) : tokens && position === null && text !== '' ? 'choose a token' : null
  return (
    <li className={classes('context-row', isActive && 'context-row-active')} aria-current={isActive || undefined}>
      <button type="button" aria-label={name} aria-pressed={isActive} onClick={() => switchContext(index)}>
        <ContextBadge index={index} />
      </button>
      <ul className="context-tokens" aria-label={`Tokens of ${letterOf(index)}`} ref={row}>
        {text.trim() === '' && <li className="quiet">no sentence yet</li>}
        {(tokens ?? []).map((token, at) => (
          <li key={at}>
            <button
              type="button"
              className="context-token"
              aria-pressed={at === position}
              style={at === position ? { borderColor: colour } : undefined}
              onClick={() => chooseInContext(index, at)}
            >
              <TokenText text={token.text} />
            </button>
          </li>
        ))}
      </ul>
      {missing ? (
        <span className="context-missing">{missing}</span>
      ) : (
        <span className="context-value mono">{isActive ? 'compared' : (value ?? '')}</span>
      )}
    </li>
  )
}
