import { type Part, useDirections, useModelPlaces } from '../../state/directions'
import { useSession } from '../../state/session'
import { Empty } from '../../ui/empty'
import { FaultCard } from '../../ui/fault-card'
import { Segmented } from '../../ui/segmented'
import { AnglesPart } from './angles-part'
import { ArithmeticPart } from './arithmetic-part'
import { DirectionPart } from './direction-part'
import { ProbePart } from './probe-part'
import './directions-view.css'

const parts = [
  { value: 'arithmetic', label: 'Sum of words', hint: 'king − man + woman, and the words nearest to it' },
  {
    value: 'direction',
    label: 'Two lists',
    hint: 'The direction from one list to another, and where words lie along it',
  },
  { value: 'probe', label: 'Probe', hint: 'How well each layer tells two lists of sentences apart' },
  { value: 'angles', label: 'Angles', hint: 'Between the saved directions' },
] as const

const shown: Readonly<Record<Part, () => React.ReactNode>> = {
  arithmetic: ArithmeticPart,
  direction: DirectionPart,
  probe: ProbePart,
  angles: AnglesPart,
}

/** Words added up, directions made of two lists, what a probe finds along the layers, and the angles between directions. */
export function DirectionsView() {
  useModelPlaces()
  const model = useSession((session) => session.model)
  const part = useDirections((directions) => directions.part)
  const fault = useDirections((directions) => directions.fault)
  if (model?.tokenizerMissing) {
    return <Empty title={`${model.name} has no tokenizer, so its words cannot be named.`} />
  }
  const Shown = shown[part]
  return (
    <div className="directions">
      <header>
        <Segmented
          label="Directions"
          options={parts}
          value={part}
          onChange={(next) => useDirections.setState({ part: next, isWriting: false })}
        />
      </header>
      {fault && <FaultCard fault={fault} title="The directions were not saved" />}
      <Shown />
    </div>
  )
}
