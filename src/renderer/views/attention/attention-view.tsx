import { useCallback, useMemo, useState } from 'react'
import { layersOf, shownPattern } from '../../../shared/shown-pattern'
import { useAttention, usePatterns, usePlaces, useShownChoice } from '../../state/attention'
import { LookState } from '../../ui/look-state'
import { usePanelVisible } from '../../ui/panel-visible'
import { HeadsOverview } from './heads-overview'
import { HeadsLeft, HeadsTools } from './heads-tools'
import { PatternView } from './pattern-view'
import './attention-view.css'

/** Every head of the model on the sentence, and one pattern in full. */
export function AttentionView() {
  const isVisible = usePanelVisible()
  const choice = useShownChoice()
  const [inSight, setInSight] = useState<readonly number[]>([])
  const look = useAttention(isVisible)
  const places = usePlaces()
  const isThere = look.answer !== null
  const key = [...new Set([...layersOf(choice, places), ...inSight])].sort((a, b) => a - b).join()
  const wanted = useMemo(() => key.split(',').map(Number), [key])
  const patterns = usePatterns(isVisible && isThere ? wanted : null)
  const pattern = useMemo(
    () => patterns.answer && shownPattern(patterns.answer, choice, places),
    [patterns.answer, choice, places],
  )
  const tellLayers = useCallback(
    (next: readonly number[]) => setInSight((now) => (now.join() === next.join() ? now : next)),
    [],
  )
  return (
    <LookState
      look={{ ...look, fault: look.fault ?? patterns.fault }}
      what="the attention of every head"
      title="The attention cannot be shown"
    >
      {(attention) => (
        <div className="attention">
          <section className="attention-heads" aria-label="Heads of the model">
            <header>
              <h2>Every head</h2>
              <HeadsLeft attention={attention} />
            </header>
            <HeadsTools attention={attention} />
            <HeadsOverview attention={attention} patterns={patterns.answer} onLayers={tellLayers} />
          </section>
          <PatternView attention={attention} pattern={pattern} patterns={patterns.answer} />
        </div>
      )}
    </LookState>
  )
}
