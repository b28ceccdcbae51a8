import { X } from 'lucide-react'
import { byteText } from '../../../shared/byte-text'
import type { ModelInfo } from '../../../shared/model-info'
import { distinctNames } from '../../../shared/two-models'
import { useSession } from '../../state/session'
import { removeReference, type Section, useModelsChoices } from '../../state/two-models'
import { showDialog } from '../../state/windows'
import { Button } from '../../ui/button'
import { ContextBadge } from '../../ui/context-badge'
import { IconButton } from '../../ui/icon-button'
import { Segmented, type SegmentedOption } from '../../ui/segmented'

const sections: readonly SegmentedOption<Section>[] = [
  { value: 'paths', label: 'Paths', hint: 'The token’s two paths, and how far they are apart' },
  { value: 'patterns', label: 'Patterns', hint: 'How far every head’s two patterns are apart' },
  { value: 'words', label: 'Words', hint: 'What each of them says at the token' },
  { value: 'similarity', label: 'CKA', hint: 'How alike their streams are, station by station, whatever their widths' },
  { value: 'weights', label: 'Weights', hint: 'The error of every weight' },
]

/** Which two models, and what of them is looked at. */
export function ModelsBar({ reference }: { reference: ModelInfo }) {
  const model = useSession((session) => session.model)
  const section = useModelsChoices((choices) => choices.section)
  if (!model) return null
  const [name, nameOfReference] = distinctNames([model, reference])
  return (
    <header className="models-bar">
      <OneModel index={0} name={name} model={model} />
      <span className="quiet">against</span>
      <OneModel index={1} name={nameOfReference} model={reference} />
      <Button variant="quiet" onClick={() => showDialog('against')}>
        Change
      </Button>
      <IconButton label="Compare with no model" onClick={removeReference}>
        <X size={14} />
      </IconButton>
      <span className="models-bar-gap" />
      <Segmented
        label="Compared"
        options={sections}
        value={section}
        onChange={(next) => useModelsChoices.setState({ section: next })}
      />
    </header>
  )
}

function OneModel({ index, name, model }: { index: number; name: string; model: ModelInfo }) {
  return (
    <span className="models-bar-one" title={`${name}: ${model.dtype}, ${byteText(model.bytes)}`}>
      <ContextBadge index={index} />
      <span className="models-bar-name">{name}</span>
      <span className="models-bar-dtype">{byteText(model.bytes)}</span>
    </span>
  )
}
