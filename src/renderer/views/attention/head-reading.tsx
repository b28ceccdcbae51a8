import { Minus, Plus } from 'lucide-react'
import type { Attention } from '../../../shared/attention'
import { headLabel } from '../../../shared/attention-places'
import type { Head } from '../../../shared/shown-pattern'
import { toggleTogether, usePlaces, useTogether } from '../../state/attention'
import { IconButton } from '../../ui/icon-button'
import { measureNames, measureText } from './measure-names'

/** What one head does, in numbers. */
export function HeadReading({ attention, head: { layer, head } }: { attention: Attention; head: Head }) {
  const measures = attention.measures[layer]?.[head]
  const places = usePlaces()
  const isIn = useTogether().some((other) => other.layer === layer && other.head === head)
  if (!measures) return null
  return (
    <div className="head-reading">
      <header>
        <h3>
          Head <span className="mono">{headLabel(places, { layer, head })}</span>
        </h3>
        <IconButton
          label={isIn ? 'Take it out of the chosen heads' : 'Put it to the chosen heads'}
          keys="Space"
          onClick={() => toggleTogether({ layer, head })}
        >
          {isIn ? <Minus size={14} /> : <Plus size={14} />}
        </IconButton>
      </header>
      <dl>
        {measureNames.map(({ key, name }) => {
          const share = key === 'entropy' ? measures.entropyShare : measures[key]
          return (
            <div key={key}>
              <dt>{name}</dt>
              <dd>
                <span className="head-reading-bar" aria-hidden="true">
                  <span style={{ width: `${100 * Math.min(1, share ?? 0)}%` }} />
                </span>
                <span className="num">{measureText(key, measures[key])}</span>
              </dd>
            </div>
          )
        })}
      </dl>
    </div>
  )
}
