import { useAnatomy, useAnatomyChoices } from '../../state/anatomy'
import { useSession } from '../../state/session'
import { LookState } from '../../ui/look-state'
import { usePanelVisible } from '../../ui/panel-visible'
import { Segmented } from '../../ui/segmented'
import { MatrixSection } from './matrix-section'
import { PartsSection } from './parts-section'
import './anatomy-view.css'

const sections = [
  { value: 'parts', label: 'Parts', hint: 'Where the parameters are, and what they cost' },
  { value: 'matrix', label: 'Matrix', hint: 'One weight: its numbers, their histogram, its singular values' },
] as const

/** What the weights themselves say: where the parameters are, and each matrix. */
export function AnatomyView() {
  const section = useAnatomyChoices((choices) => choices.section)
  const model = useSession((session) => session.model)
  const look = useAnatomy(usePanelVisible())
  if (!model) return null
  return (
    <div className="anatomy">
      <header className="anatomy-bar">
        <Segmented
          label="Shown"
          options={sections}
          value={section}
          onChange={(next) => useAnatomyChoices.setState({ section: next })}
        />
        <span className="anatomy-name">{model.name}</span>
      </header>
      <div className="anatomy-section">
        <LookState look={look} what="where the parameters are" title="The parameters cannot be counted" ofRun={false}>
          {(anatomy) =>
            section === 'parts' ? <PartsSection anatomy={anatomy} /> : <MatrixSection anatomy={anatomy} />
          }
        </LookState>
      </div>
    </div>
  )
}
