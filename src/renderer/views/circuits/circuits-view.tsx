import { useCircuitChoices, useHeadCircuit, useModelCircuits } from '../../state/circuits'
import { useSession } from '../../state/session'
import { Empty } from '../../ui/empty'
import { LookState } from '../../ui/look-state'
import { usePanelVisible } from '../../ui/panel-visible'
import { CircuitsBar } from './circuits-bar'
import { HeadSection } from './head-section'
import { ModelSection } from './model-section'
import './circuits-view.css'

/** What the weights of heads say by themselves: one head’s two circuits, and all heads together. */
export function CircuitsView() {
  const model = useSession((session) => session.model)
  const section = useCircuitChoices((choices) => choices.section)
  const visible = usePanelVisible()
  const ofHead = useHeadCircuit(visible && section !== 'heads')
  const ofModel = useModelCircuits(visible && section === 'heads')
  if (!model) return <Empty title="Open a model to see the circuits of its heads." />
  return (
    <div className="circuits">
      <CircuitsBar rotary={ofHead.answer?.rotary ?? false} biased={ofHead.answer?.biased ?? false} />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and the keys have to reach it */}
      <section className="circuits-section" tabIndex={0} aria-label="What the weights say">
        {section === 'heads' ? (
          <LookState
            look={ofModel}
            what="how heads compose"
            title="The composition of heads cannot be shown"
            isLong
            ofRun={false}
          >
            {(answer) => <ModelSection answer={answer} />}
          </LookState>
        ) : (
          <LookState look={ofHead} what="a head’s circuit" title="The circuit cannot be shown" isLong ofRun={false}>
            {(answer) => <HeadSection answer={answer} />}
          </LookState>
        )}
      </section>
    </div>
  )
}
