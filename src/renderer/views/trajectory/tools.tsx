import { useMoveChoices } from '../../state/decomposition'
import { useSelection } from '../../state/selection'
import { InfoSign } from '../../ui/info-sign'
import { Slider } from '../../ui/slider'
import { Toggle } from '../../ui/toggle'
import { VectorsChoice } from '../../ui/vectors-choice'
import { AxesChoice } from './axes-choice'

/** What is drawn of the path, and how. */
export function TrajectoryTools() {
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
      <InfoSign
        about="the path"
        sources={[
          {
            text: 'Principal components: Jolliffe, Principal Component Analysis, 2002',
            url: 'https://doi.org/10.1007/b98835',
          },
          {
            text: 'The stream read as words: nostalgebraist, interpreting GPT: the logit lens, 2020',
            url: 'https://www.lesswrong.com/posts/AcKRB8wDpdaN6v6ru/interpreting-gpt-the-logit-lens',
          },
        ]}
      >
        The path is the token’s residual stream after the embedding and after each attention and MLP, on the three
        principal components of the path itself, or along directions that were made of words. A vocabulary word stands
        where the stream at this position would start, were the token that word: one that lies near a station is near
        it, as far as three components can tell. The faint line on the floor is the path’s shadow: its first two
        components alone.
      </InfoSign>
    </>
  )
}
