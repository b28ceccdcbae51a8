import { Move3d } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import {
  axisLetters,
  belongsElsewhere,
  betweenWords,
  refreshDirections,
  setAxes,
  toggleAxis,
  useDirections,
} from '../state/directions'
import { useSelection } from '../state/selection'
import { useSession } from '../state/session'
import { bringToFront } from '../state/windows'
import { Button } from './button'
import { Field } from './field'
import { Popover } from './popover'
import { Toggle } from './toggle'
import './axes-choice.css'

/** Which directions paths and words are drawn along; the other axes are principal components of what is orthogonal to them. */
export function AxesChoice() {
  const axes = useSelection((selection) => selection.axes)
  const saved = useDirections((directions) => directions.saved)
  const own = useSession((session) => session.model?.fingerprint)
  const usable = saved.filter((direction) => !belongsElsewhere(direction, own))
  // One that came with the address need not be saved.
  const offered = [...usable, ...axes.filter(({ name }) => !usable.some((direction) => direction.name === name))]
  const named = axes.length === 0 ? 'PCA' : axes.map(({ name }) => name).join(', ')
  return (
    <Popover
      label="Axes of the picture"
      onOpenChange={(isOpen) => isOpen && void refreshDirections()}
      trigger={
        <button
          type="button"
          className="icon-button axes-button"
          data-chosen={axes.length > 0 || undefined}
          aria-label={`Axes: ${named}`}
          title={`Axes: ${named}`}
        >
          <Move3d size={15} />
        </button>
      }
    >
      <div className="axes-choice">
        <p>
          Directions become the first axes, in the order that they are chosen in. The others are principal components of
          what is orthogonal to them.
        </p>
        {offered.map((direction) => {
          const axis = axes.findIndex(({ name }) => name === direction.name)
          return (
            <Toggle
              key={direction.name}
              label={axis < 0 ? direction.name : `${axisLetters[axis]}: ${direction.name}`}
              hint={direction.ends.join(' → ')}
              pressed={axis >= 0}
              onChange={() => toggleAxis(direction)}
            />
          )
        })}
        <TwoWords />
        <div className="axes-choice-foot">
          <Button disabled={axes.length === 0} onClick={() => setAxes([])}>
            Principal components alone
          </Button>
          <Button onClick={() => bringToFront(['directions'])}>Make a direction</Button>
        </div>
      </div>
    </Popover>
  )
}

/** An axis from one word to another, without a list. */
function TwoWords() {
  const [from, setFrom] = useState('')
  const [to, setTo] = useState('')
  const [minus, plus] = [from.trim(), to.trim()]
  const add = (event: FormEvent) => {
    event.preventDefault()
    toggleAxis(betweenWords(minus, plus))
    setFrom('')
    setTo('')
  }
  return (
    <form className="axes-choice-words" onSubmit={add}>
      <Field label="From the word" value={from} maxLength={60} onChange={(event) => setFrom(event.target.value)} />
      <Field label="to the word" value={to} maxLength={60} onChange={(event) => setTo(event.target.value)} />
      <Button type="submit" disabled={minus === '' || plus === '' || minus === plus}>
        Add axis
      </Button>
    </form>
  )
}
