import { useCallback, useMemo, useRef, useState } from 'react'
import type { Attention } from '../../../shared/attention'
import { headLabel, type Texts, textsOf } from '../../../shared/attention-places'
import { linesParts } from '../../../shared/figures/head-colours'
import { mostOnPatch } from '../../../shared/figures/heat-picture'
import { fixed } from '../../../shared/figures/numbers'
import { sequential } from '../../../shared/figures/scales'
import {
  isMaskedIn,
  isOfChosen,
  linesName,
  type PatternsByLayer,
  type ShownPattern,
} from '../../../shared/shown-pattern'
import { visibleText } from '../../../shared/visible-text'
import { toggleTogether, useAttentionChoices, usePlaces, useShownChoice } from '../../state/attention'
import { usePicture } from '../../state/media'
import { useTheme } from '../../state/preferences'
import { useSelection } from '../../state/selection'
import { useSession } from '../../state/session'
import { selectToken } from '../../state/trace'
import { Segmented } from '../../ui/segmented'
import { useWidth } from '../../ui/use-width'
import { PatternImage } from './pattern-image'
import { PatternLines } from './pattern-lines'
import { PatternMatrix } from './pattern-matrix'
import type { Pair, PatternViewProps } from './pattern-props'
import { Together } from './together'

/** One pattern in full: a head's, or several together. */
export function PatternView({
  attention,
  pattern,
  patterns,
}: {
  attention: Attention
  pattern: ShownPattern | null
  patterns: PatternsByLayer | null
}) {
  const places = usePlaces()
  const wished = useAttentionChoices((choices) => choices.drawing)
  const image = useSession((session) => (session.model?.reads?.kind === 'image' ? session.model.reads : null))
  const picture = usePicture()
  const drawing = wished === 'image' && image === null ? 'matrix' : wished
  const choice = useShownChoice()
  const { shown, chosen: together = [] } = choice
  const theme = useTheme()
  const position = useSelection((selection) => selection.position)
  const source = useSelection((selection) => selection.source)
  const [pointed, setPointed] = useState<Pair | null>(null)
  const frame = useRef<HTMLDivElement>(null)
  const room = useWidth(frame)
  const isMasked = useCallback(
    (query: number, key: number) => pattern !== null && isMaskedIn(pattern, query, key),
    [pattern],
  )
  const place = places[choice.layer]
  const states = useSession((session) => session.ran?.states ?? null)
  const texts = useMemo(() => textsOf(attention.tokens, place ?? onlyText, states), [attention.tokens, place, states])
  const { queries, keys, firstQuery, firstKey } = texts
  const query = within((position ?? Number.POSITIVE_INFINITY) - firstQuery, queries.length)
  // A token of its own text is looked at before another is chosen.
  const chosen = { query, key: within((source ?? firstQuery + query) - firstKey, keys.length) }
  const parts = useMemo(() => {
    if (drawing !== 'lines' || !patterns) return []
    return linesParts(patterns, choice, theme).map((part) => ({ ...part, name: headLabel(places, part.head) }))
  }, [drawing, theme, patterns, choice, places])
  const name = linesName(choice, places, parts.length)
  // An answer for the sentence before may still be here for a moment.
  const fits = pattern !== null && pattern.queries === queries.length && pattern.keys === keys.length
  const tell = (pair: Pair) => (fits ? pairText(texts, pattern, isMasked, pair) : '')
  const drawn: PatternViewProps | null =
    fits && room > 0
      ? {
          ...{ queries, keys, pattern, isMasked, chosen, room, name, parts },
          told: tell(chosen),
          onPoint: setPointed,
          chooseQuery: (at) => selectToken(firstQuery + at),
          chooseKey: (at) => useSelection.setState({ source: firstKey + at }),
        }
      : null
  return (
    <section className="pattern" aria-label="Pattern">
      <header>
        <h2>{name}</h2>
        <Segmented
          label="Drawn as"
          options={[
            { value: 'matrix', label: 'Matrix' },
            { value: 'lines', label: 'Lines' },
            ...(image ? [imageOption] : []),
          ]}
          value={drawing}
          onChange={(next) => useAttentionChoices.setState({ drawing: next })}
        />
      </header>
      <Segmented
        label="Shown"
        options={[
          { value: 'head', label: 'One head' },
          {
            value: 'chosen-mean',
            label: together.length > 0 ? `Chosen ${together.length}` : 'Chosen',
            hint: 'The heads that Ctrl-click, Cmd-click or Space chose, together',
          },
          { value: 'mean', label: 'Layer', hint: 'The mean of the weights of all heads of the layer' },
          // Of an attention to other tokens there is nothing to multiply on.
          ...(place?.queries === place?.keys ? [rolloutOption] : []),
        ]}
        value={shown === 'chosen-max' ? 'chosen-mean' : shown}
        onChange={(next) => {
          // Chosen for the first time, the head that is looked at is the first of them.
          if (next === 'chosen-mean' && together.length === 0)
            toggleTogether({ layer: choice.layer, head: choice.head })
          else useAttentionChoices.setState({ shown: next })
        }}
      />
      {isOfChosen(shown) && <Together shown={shown} drawnApart={parts.length > 0} />}
      <p className="pattern-reading">{tell(pointed ?? chosen)}</p>
      <div ref={frame} className="pattern-frame">
        {drawn && drawing === 'matrix' && <PatternMatrix {...drawn} />}
        {drawn && drawing === 'lines' && <PatternLines {...drawn} />}
        {drawn && drawing === 'image' && image && picture && (
          <PatternImage {...drawn} image={image} picture={picture} />
        )}
      </div>
      {drawing !== 'lines' && (
        <Legend
          most={drawing === 'image' && image && pattern && fits ? mostOnPatch(image, rowOf(pattern, chosen.query)) : 1}
          masked={place?.causal ?? false}
        />
      )}
    </section>
  )
}

const imageOption = {
  value: 'image',
  label: 'Image',
  hint: 'One query’s weights over the image',
} as const

const rolloutOption = {
  value: 'rollout',
  label: 'Rollout',
  hint: 'Through all layers, half of each the residual stream',
} as const

const onlyText = { queries: 'all', keys: 'all' } as const

function within(at: number, count: number): number {
  return Math.max(0, Math.min(count - 1, at))
}

function pairText(
  { queries, keys }: Texts,
  { weights, scores }: ShownPattern,
  isMasked: (query: number, key: number) => boolean,
  { query, key }: Pair,
): string {
  const pair = `${visibleText(queries[query]!.text)} → ${visibleText(keys[key]!.text)}`
  const at = query * keys.length + key
  if (isMasked(query, key)) return `${pair}: masked`
  const weight = `weight ${fixed(weights[at]!, 3)}`
  return scores ? `${pair}: ${weight}, score ${fixed(scores[at]!, 2)}` : `${pair}: ${weight}`
}

function rowOf({ weights, keys }: ShownPattern, query: number): Float32Array {
  return weights.subarray(query * keys, (query + 1) * keys)
}

function Legend({ masked, most }: { masked: boolean; most: number }) {
  const colour = sequential(useTheme())
  const stops = Array.from({ length: 9 }, (_, index) => colour(index / 8)).join(', ')
  return (
    <p className="pattern-legend">
      <span className="mono">0</span>
      <span className="pattern-bar" aria-hidden="true" style={{ background: `linear-gradient(90deg, ${stops})` }} />
      <span className="mono">{most === 1 ? 1 : fixed(most, 3)}</span>
      <span>attention weight</span>
      {masked && (
        <>
          <span className="pattern-masked" aria-hidden="true" />
          <span>masked</span>
        </>
      )}
    </p>
  )
}
