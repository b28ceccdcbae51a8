import { textsOf } from '../../../shared/attention-places'
import { isOfChosen, layersOf, shownPattern } from '../../../shared/shown-pattern'
import { useFigurePatterns, usePlaces, useShownChoice } from '../../state/attention'
import { promptOf } from '../../state/prompt'
import { useSession } from '../../state/session'

/** What every figure of one pattern draws, once all of it is there. */
export function useShownPattern() {
  const model = useSession((session) => session.model)
  const text = useSession((session) => session.text)
  const reading = useSession((session) => session.reading)
  const ran = useSession((session) => session.ran)
  const choice = useShownChoice()
  const places = usePlaces()
  const { answer, stale } = useFigurePatterns(model && layersOf(choice, places))
  const pattern = answer && !stale ? shownPattern(answer, choice, places) : null
  const place = places[choice.layer]
  const texts = ran && place && textsOf(ran.tokens, place, ran.states)
  if (!model || !texts || !answer || !pattern) return null
  if (pattern.queries !== texts.queries.length || pattern.keys !== texts.keys.length) return null
  const { name, fingerprint } = model
  return {
    common: {
      ...{ shown: choice.shown, layer: choice.layer, head: choice.head },
      ...(isOfChosen(choice.shown) && choice.chosen ? { chosen: [...choice.chosen] } : {}),
      version: 1 as const,
      model: { name, fingerprint },
      prompt: promptOf(model, text, reading),
    },
    ...{ choice, pattern, patterns: answer, places, queries: texts.queries, keys: texts.keys },
  }
}
