import { useCallback, useMemo, useState } from 'react'
import { layersOf, shownPattern } from '../../../shared/shown-pattern'
import { type HeadOrder, useAttention, useAttentionChoices, useChosenHead, usePatterns } from '../../state/attention'
import { LookState } from '../../ui/look-state'
import { usePanelVisible } from '../../ui/panel-visible'
import { HeadsOverview } from './heads-overview'
import { measureNames } from './measure-names'
import { PatternView } from './pattern-view'
import './attention-view.css'

/** Every head of the model on the sentence, and one pattern in full. */
export function AttentionView() {
  const isVisible = usePanelVisible()
  const { shown, order } = useAttentionChoices()
  const chosen = useChosenHead()
  const [inSight, setInSight] = useState<readonly number[]>([])
  const look = useAttention(isVisible)
  const layers = look.answer?.layers ?? 0
  const key = [...new Set([...layersOf(shown, chosen, layers), ...inSight])].sort((a, b) => a - b).join()
  const wanted = useMemo(() => key.split(',').map(Number), [key])
  const patterns = usePatterns(isVisible && layers > 0 ? wanted : null)
  const pattern = useMemo(
    () => patterns.answer && shownPattern(patterns.answer, shown, { layer: chosen.layer, head: chosen.head }, layers),
    [patterns.answer, shown, chosen.layer, chosen.head, layers],
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
              <label>
                Sort{' '}
                <select
                  value={order}
                  onChange={({ target }) => useAttentionChoices.setState({ order: target.value as HeadOrder })}
                >
                  <option value="layer">By layer</option>
                  {measureNames.map((measure) => (
                    <option key={measure.key} value={measure.key}>
                      {measure.name}
                    </option>
                  ))}
                </select>
              </label>
            </header>
            <HeadsOverview attention={attention} patterns={patterns.answer} onLayers={tellLayers} />
          </section>
          <PatternView attention={attention} pattern={pattern} />
        </div>
      )}
    </LookState>
  )
}
