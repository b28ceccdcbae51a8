import { type Ref, useEffect, useRef } from 'react'
import { portText } from '../../../shared/given-input'
import type { MediaInput } from '../../../shared/media-input'
import type { ModelInfo } from '../../../shared/model-info'
import { setInput, setSaid, setStates, setText } from '../../state/sentence'
import { useSession } from '../../state/session'
import { run } from '../../state/trace'
import { ChooseFile } from './choose-file'

/** The sentence; of an encoder–decoder its encoder's; of a model that reads files, one's path. */
export function SentenceField() {
  const text = useSession((session) => session.text)
  const idsOnly = useSession((session) => session.model?.tokenizerMissing ?? null)
  const reads = useSession((session) => session.model?.reads ?? null)
  const field = useRef<HTMLTextAreaElement>(null)
  useEffect(() => {
    if (useSession.getState().text === '') field.current?.focus()
  }, [])
  const words = reads ? fileWords[reads.kind] : idsOnly === null ? textWords : idWords
  return (
    <>
      <TextField ref={field} id="sentence" {...words} value={text} onChange={setText} />
      {reads && <ChooseFile reads={reads} />}
    </>
  )
}

const textWords = { label: 'Sentence', placeholder: 'Type a sentence, for example: The Eiffel Tower is in Paris' }
const idWords = { label: 'Token ids', placeholder: 'Type token ids, for example: 5, 17, 42' }
const fileWords: Readonly<Record<MediaInput['kind'], typeof textWords>> = {
  image: { label: 'Image', placeholder: 'Path of a PNG or JPEG file; or drop one on the window' },
  sound: { label: 'Sound', placeholder: 'Path of a WAV file; or drop one on the window' },
}

/** What the decoder of an encoder–decoder has said so far, which it goes on from; nothing for other models. */
export function SaidField() {
  const said = useSession((session) => session.reading.said)
  const encoder = useSession((session) => session.model?.encoder ?? null)
  const idsOnly = useSession((session) => session.model?.tokenizerMissing ?? null)
  if (encoder === null) return null
  return (
    <TextField
      id="said"
      label={idsOnly === null ? 'Decoder’s text' : 'Decoder’s token ids'}
      placeholder={
        idsOnly === null
          ? 'What the decoder has said so far; empty for its start'
          : 'The decoder’s token ids so far; empty for its start'
      }
      value={said}
      onChange={setSaid}
    />
  )
}

/** Where the states lie that a decoder reads whose encoder is not computed; nothing for other models. */
export function StatesField() {
  const states = useSession((session) => session.reading.states)
  const isGiven = useSession((session) => session.model?.givenStates ?? false)
  if (!isGiven) return null
  return (
    <TextField
      id="states"
      label="File of encoder states"
      placeholder="Path of a .safetensors file: one tensor [source, d_model], what the decoder reads"
      value={states}
      onChange={setStates}
    />
  )
}

/** Numbers for each input of an ONNX graph whose use is not known; nothing where there is none. */
export function InputFields() {
  const inputs = useSession((session) => session.reading.inputs)
  const asked = useSession((session) => session.model?.asked ?? none)
  return asked.map((input) => (
    <TextField
      key={input.name}
      id={`input-${input.name}`}
      label={`Input ${input.name}: ${portText(input)}`}
      placeholder={`${input.name}, ${portText(input)}: numbers, or a .safetensors file`}
      value={inputs[input.name] ?? ''}
      onChange={(text) => setInput(input.name, text)}
    />
  ))
}

const none: ModelInfo['asked'] = []

interface TextFieldProps {
  readonly ref?: Ref<HTMLTextAreaElement>
  readonly id: string
  readonly label: string
  readonly placeholder: string
  readonly value: string
  readonly onChange: (text: string) => void
}

/** Enter runs, Shift+Enter begins a line. The field grows over what is below it, so that nothing jumps. */
function TextField({ ref, label, onChange, ...shown }: TextFieldProps) {
  return (
    <div className="sentence-field">
      <textarea
        {...shown}
        ref={ref}
        rows={1}
        spellCheck={false}
        autoComplete="off"
        aria-label={label}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return
          if (event.key === 'Enter' && !event.shiftKey) {
            event.preventDefault()
            run()
          } else if (event.key === 'Escape') {
            event.currentTarget.blur()
          }
        }}
      />
    </div>
  )
}
