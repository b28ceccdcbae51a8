import { useMoveChoices } from '../../state/decomposition'
import { useSelection } from '../../state/selection'
import { AxesChoice } from '../../ui/axes-choice'
import { Slider } from '../../ui/slider'
import { Toggle } from '../../ui/toggle'
import { VectorsChoice } from '../../ui/vectors-choice'

/** What is drawn of the path, and how. */
export function TrajectoryBar() {
  const showOthers = useSelection((selection) => selection.showOthers)
  const labels = useSelection((selection) => selection.labels)
  const arrows = useMoveChoices((choices) => choices.arrows)
  return (
    <>
      <VectorsChoice />
      <AxesChoice />
      <Toggle
        label="Others"
        hint="The paths of the sentence’s other tokens, faintly"
        keys="O"
        pressed={showOthers}
        onChange={(next) => useSelection.setState({ showOthers: next })}
      />
      <Toggle
        label="Parts"
        hint="The chosen attention step as arrows, one for each head or word that moved the token"
        pressed={arrows}
        onChange={(next) => useMoveChoices.setState({ arrows: next })}
      />
      <div className="trajectory-words">
        <span aria-hidden="true">Words</span>
        <Slider
          label="Words with a label"
          min={0}
          max={120}
          step={5}
          value={labels}
          spoken={`at most ${labels}`}
          onChange={(next) => useSelection.setState({ labels: next })}
        />
      </div>
    </>
  )
}
