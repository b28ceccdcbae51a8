import { switchable } from '../../state/reading'
import { setReading } from '../../state/sentence'
import { useSession } from '../../state/session'
import { Toggle } from '../../ui/toggle'

/** What is put around the words before the model reads them, each where the model's own files say what that is. */
export function ReadingSwitches() {
  const templates = useSession((session) => session.templates)
  const reading = useSession((session) => session.reading)
  const { special, chat } = switchable(templates, reading)
  if (!chat && !special) return null
  return (
    <fieldset className="reading-switches" aria-label="How the sentence is read">
      {special && (
        <Toggle
          label="Special tokens"
          hint="The tokens that the tokenizer’s template adds around a sentence, as in training. Off: the words alone."
          pressed={reading.special}
          onChange={(special) => void setReading({ special })}
        />
      )}
      {chat && (
        <Toggle
          label="Chat"
          hint="The sentence as a user’s message in the model’s chat template, which ends where the answer begins and brings its own special tokens."
          pressed={reading.chat}
          onChange={(chat) => void setReading({ chat })}
        />
      )}
    </fieldset>
  )
}
