import { X } from 'lucide-react'
import { headLabel } from '../../../shared/attention-places'
import type { AttentionShown } from '../../../shared/figures/attention-spec'
import { headColours } from '../../../shared/figures/head-colours'
import { headName } from '../../../shared/shown-pattern'
import { toggleTogether, useAttentionChoices, usePlaces, useTogether } from '../../state/attention'
import { useTheme } from '../../state/preferences'
import { selectHead } from '../../state/select-head'
import { useSelection } from '../../state/selection'
import { Button } from '../../ui/button'
import { Segmented } from '../../ui/segmented'

/** The chosen heads by name and colour, each to be taken out again, and what is made of their weights. */
export function Together({ shown, drawnApart }: { shown: AttentionShown; drawnApart: boolean }) {
  const heads = useTogether()
  const places = usePlaces()
  const colours = headColours(useTheme(), heads.length)
  const clear = () => {
    useSelection.setState({ together: [] })
    useAttentionChoices.setState({ shown: 'head' })
  }
  return (
    <div className="together">
      <ul aria-label="Chosen heads">
        {heads.map((head, at) => (
          <li key={headName(head)}>
            {colours && <span className="together-colour" aria-hidden="true" style={{ background: colours[at] }} />}
            <button type="button" className="mono" onClick={() => selectHead(head.layer, head.head)}>
              {headLabel(places, head)}
            </button>
            <button
              type="button"
              className="together-out"
              aria-label={`Take out head ${headLabel(places, head)}`}
              onClick={() => toggleTogether(head)}
            >
              <X size={12} />
            </button>
          </li>
        ))}
      </ul>
      {drawnApart ? (
        <span className="quiet">a colour a head</span>
      ) : (
        <Segmented
          label="Of the chosen heads"
          options={[
            { value: 'chosen-mean', label: 'Mean' },
            { value: 'chosen-max', label: 'Max', hint: 'The largest weight of any of them: rows need not sum to 1' },
          ]}
          value={shown}
          onChange={(next) => useAttentionChoices.setState({ shown: next })}
        />
      )}
      <Button onClick={clear}>Clear</Button>
    </div>
  )
}
