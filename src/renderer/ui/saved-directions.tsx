import { Ellipsis, Move3d } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { type Direction, isOfWords } from '../../shared/direction'
import { endsText, placeWords } from '../../shared/direction-words'
import {
  axisLetters,
  belongsElsewhere,
  lookAlong,
  refreshDirections,
  removeDirection,
  renameDirection,
  saveDirection,
  toggleAxis,
  useDirections,
} from '../state/directions'
import { useSelection } from '../state/selection'
import { useSession } from '../state/session'
import { bringToFront } from '../state/windows'
import { FaultCard } from './fault-card'
import { IconButton } from './icon-button'
import { Menu } from './menu'
import './saved-directions.css'

/** The directions that were saved: to look along, to be an axis of the pictures, to be named anew, to be made again here, or to go. */
export function SavedDirections() {
  const saved = useDirections((directions) => directions.saved)
  const fault = useDirections((directions) => directions.fault)
  useEffect(() => void refreshDirections(), [])
  if (saved.length === 0) return null
  return (
    <section className="saved-directions" aria-label="Saved directions">
      <h2>Directions</h2>
      {fault && <FaultCard fault={fault} title="The directions were not changed" />}
      <ul>
        {saved.map((direction) => (
          <SavedDirection key={direction.name} direction={direction} />
        ))}
      </ul>
    </section>
  )
}

function SavedDirection({ direction }: { direction: Direction }) {
  const { name } = direction
  const own = useSession((session) => session.model?.fingerprint)
  const axis = useSelection(({ axes }) => axes.findIndex((one) => one.name === name))
  const [isNaming, setNaming] = useState(false)
  const elsewhere = belongsElsewhere(direction, own)
  const open = () => {
    lookAlong(direction)
    bringToFront(['directions'])
  }
  return (
    <li>
      {isNaming ? (
        <NewName direction={direction} onDone={() => setNaming(false)} />
      ) : (
        <button
          type="button"
          className="saved-direction"
          disabled={elsewhere}
          onClick={open}
          title={`${aboutText(direction)}${elsewhere ? '; “Make it in this model” makes it anew from these' : ''}`}
        >
          <span>{name}</span>
          <small>{elsewhere ? `another model’s, at ${placeWords(direction.at)}` : shortText(direction)}</small>
        </button>
      )}
      {!elsewhere && (
        <IconButton
          label={axis < 0 ? `Draw pictures along “${name}”` : `“${name}” is axis ${axisLetters[axis]}: take it away`}
          className="saved-direction-axis"
          aria-pressed={axis >= 0}
          onClick={() => toggleAxis(direction)}
        >
          {axis < 0 ? <Move3d size={14} /> : axisLetters[axis]}
        </IconButton>
      )}
      <Menu
        trigger={
          <button type="button" className="icon-button" aria-label={`What to do with “${name}”`}>
            <Ellipsis size={14} />
          </button>
        }
        items={[
          elsewhere
            ? {
                label: 'Make it in this model',
                onSelect: () => void saveDirection({ ...direction, fingerprint: own ?? null }),
              }
            : { label: 'Look along it', onSelect: open },
          { label: 'Rename', takesFocus: true, onSelect: () => setNaming(true) },
          { label: 'Delete', onSelect: () => void removeDirection(name) },
        ]}
      />
    </li>
  )
}

/** Enter keeps the new name, Escape the old one. */
function NewName({ direction, onDone }: { direction: Direction; onDone: () => void }) {
  const [name, setName] = useState(direction.name)
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => field.current?.select(), [])
  const keep = () => {
    const next = name.trim()
    if (next !== '' && next !== direction.name) void renameDirection(direction.name, next)
    onDone()
  }
  return (
    <form
      className="saved-direction-name"
      onSubmit={(event) => {
        event.preventDefault()
        keep()
      }}
    >
      <input
        ref={field}
        aria-label={`New name of “${direction.name}”`}
        value={name}
        maxLength={60}
        onChange={(event) => setName(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return
          event.stopPropagation()
          onDone()
        }}
      />
    </form>
  )
}

/** Where it is read, which the name does not say; and its ends, where the name is another. */
function shortText(direction: Direction): string {
  const ends = endsText(direction)
  return `${placeWords(direction.at)}${direction.name.startsWith(ends.slice(0, 44)) ? '' : ` · ${ends}`}`
}

function aboutText(direction: Direction): string {
  const { minus, plus, made } = direction
  const of = isOfWords(direction)
    ? 'words'
    : `sentences, ${made === 'probe' ? 'a probe’s weights' : 'difference of means'}`
  return `${endsText(direction)} · ${placeWords(direction.at)} · ${minus.length} + ${plus.length} ${of}`
}
