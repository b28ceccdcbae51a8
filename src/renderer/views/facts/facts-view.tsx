import { deviceNames, wishes } from '../../state/devices'
import { type Fact, modelFacts } from '../../state/model-facts'
import { useSession } from '../../state/session'
import { CopyIcon } from '../../ui/copy-button'
import { GraphSection } from './graph-section'
import { SelfCheckSection } from './self-check-section'
import './facts-view.css'

/** Everything that is known about the open model, with what it means. */
export function FactsView() {
  const model = useSession((session) => session.model)
  const device = useSession((session) => session.device)
  const fault = useSession((session) => session.deviceFault)
  const wish = useSession((session) => session.wish)
  if (!model) return null
  const placeLabel = model.format === 'safetensors' ? 'Folder' : 'File'
  const place: Fact[] = [
    { label: placeLabel, value: model.path, full: model.path, meaning: model.format },
    ...(model.tokenizerMissing === null
      ? []
      : [{ label: 'Tokenizer', value: 'none', meaning: `${model.tokenizerMissing} Token ids can still be typed.` }]),
  ]
  const wished = wishes.find((option) => option.value === wish)!.label
  const running: Fact[] = [
    {
      label: 'Device',
      value: model.format === 'onnx' ? deviceNames.cpu : device ? deviceNames[device.device] : fault ? 'none' : '…',
      meaning: [
        `Wished for: ${wished}.`,
        model.format === 'onnx' && 'An ONNX file is run as it stands, on the CPU.',
        fault?.message,
        ...(device?.reasons ?? []),
      ]
        .filter(Boolean)
        .join(' '),
    },
  ]
  return (
    <div className="facts">
      <GraphSection />
      <SelfCheckSection />
      {[{ title: 'Place', facts: place }, ...modelFacts(model), { title: 'Runs on', facts: running }].map((group) => (
        <section key={group.title} aria-label={group.title}>
          <h2>{group.title}</h2>
          <dl>
            {group.facts.map((fact) => (
              <div key={fact.label}>
                <dt>{fact.label}</dt>
                <dd>
                  <span className={fact.label === placeLabel ? 'mono' : ''}>{fact.full ?? fact.value}</span>
                  {(fact.label === placeLabel || fact.label === 'Fingerprint') && (
                    <CopyIcon text={fact.full ?? fact.value} label={`Copy the ${fact.label.toLowerCase()}`} />
                  )}
                  {fact.meaning !== '' && <small>{fact.meaning}</small>}
                </dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </div>
  )
}
