import { Trash2 } from 'lucide-react'
import { isOfWords } from '../../../shared/direction'
import { placeWords } from '../../../shared/direction-words'
import {
  belongsElsewhere,
  lookAlong,
  removeDirection,
  saveDirection,
  toggleAxis,
  useDirections,
} from '../../state/directions'
import { useSelection } from '../../state/selection'
import { useSession } from '../../state/session'
import { Button } from '../../ui/button'
import { IconButton } from '../../ui/icon-button'
import { Toggle } from '../../ui/toggle'

const axisLetters = ['x', 'y', 'z'] as const

/** What was saved: to look along, to be an axis of the path, to be made again here, or to go. */
export function SavedDirections() {
  const saved = useDirections((directions) => directions.saved)
  const axes = useSelection((selection) => selection.axes)
  const own = useSession((session) => session.model?.fingerprint)
  if (saved.length === 0) return null
  return (
    <section className="saved-directions" aria-label="Saved directions">
      <h2>Saved directions</h2>
      <ul>
        {saved.map((direction) => {
          const axis = axes.findIndex(({ name }) => name === direction.name)
          const elsewhere = belongsElsewhere(direction, own)
          const made = direction.made === 'probe' ? 'probe' : 'means'
          return (
            <li key={direction.name}>
              <button
                type="button"
                className="saved-direction"
                disabled={elsewhere}
                onClick={() => lookAlong(direction)}
              >
                <b>{direction.name}</b>
                <small>{`${direction.ends.join(' → ')} · ${placeWords(direction.at)} · ${isOfWords(direction) ? `${direction.minus.length} + ${direction.plus.length} words` : `${direction.minus.length} + ${direction.plus.length} sentences, ${made}`}`}</small>
              </button>
              {elsewhere ? (
                <Button onClick={() => void saveDirection({ ...direction, fingerprint: own ?? null })}>
                  Make it in this model
                </Button>
              ) : (
                <Toggle
                  label={axis < 0 ? 'Axis' : `Axis ${axisLetters[axis]}`}
                  hint="Draws the path in 3D along it; up to three, x first"
                  pressed={axis >= 0}
                  onChange={() => toggleAxis(direction)}
                />
              )}
              <IconButton label={`Remove “${direction.name}”`} onClick={() => void removeDirection(direction.name)}>
                <Trash2 size={14} />
              </IconButton>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
