import { Lasso } from 'lucide-react'
import { useId } from 'react'
import { count } from '../../../shared/figures/numbers'
import type { MapColouring } from '../../../shared/figures/vocabulary/map-colours'
import { useSession } from '../../state/session'
import { chooseLayout, useMapWords, useVocabulary } from '../../state/vocabulary'
import { AxesChoice } from '../../ui/axes-choice'
import { IconButton } from '../../ui/icon-button'
import { usePanelVisible } from '../../ui/panel-visible'
import { Segmented } from '../../ui/segmented'
import { Toggle } from '../../ui/toggle'
import { MapSettings } from './map-settings'

const layouts = (words: number) =>
  [
    { value: 'pca', label: 'PCA', hint: 'The three principal components of all words’ rows' },
    { value: 'umap', label: 'UMAP', hint: `Neighbours together; takes ${umapTime(words)}, and can be stopped` },
    { value: 'axes', label: 'Axes', hint: 'Along directions, from one word or list to another' },
  ] as const

/** As docs/word-layouts.md has it measured, beside what a smaller vocabulary takes. */
const minutesOfMillion = 15

function umapTime(words: number): string {
  const minutes = Math.round((minutesOfMillion * words) / 1e6)
  return minutes < 2 ? 'a while' : `some ${minutes} minutes for ${count(words)} words`
}

const planes = [
  { value: 'solid', label: '3D', hint: 'Three components: drag to turn' },
  { value: 'flat', label: '2D', hint: 'The first two components alone: drag to move' },
] as const

const colourings: readonly { readonly value: MapColouring; readonly label: string }[] = [
  { value: 'script', label: 'script' },
  { value: 'rank', label: 'frequency rank' },
  { value: 'length', label: 'length' },
  { value: 'norm', label: 'norm' },
  { value: 'cluster', label: 'cluster' },
]

/** How the map is laid out, and what its colours are of. */
export function VocabularyBar() {
  const model = useSession((session) => session.model)
  const { layout, flat, colouring, lasso, path } = useVocabulary()
  const words = useMapWords(usePanelVisible()).answer
  const ids = useId()
  if (!model) return null
  return (
    <>
      <Segmented
        label="Layout"
        options={layouts(words?.texts.length ?? 0)}
        value={layout}
        onChange={(next) => chooseLayout({ layout: next })}
      />
      {layout === 'axes' && <AxesChoice />}
      <Segmented
        label="Dimensions"
        options={planes}
        value={flat ? 'flat' : 'solid'}
        onChange={(next) => chooseLayout({ flat: next === 'flat' })}
      />
      <label className="vocabulary-colour" htmlFor={`${ids}colour`}>
        Colour
      </label>
      <select
        id={`${ids}colour`}
        className="vocabulary-select"
        value={colouring}
        onChange={({ target }) => useVocabulary.setState({ colouring: target.value as MapColouring })}
      >
        {colourings.map(({ value, label }) => (
          <option key={value} value={value} disabled={value === 'rank' && words?.ranks.from === null}>
            {label}
          </option>
        ))}
      </select>
      <IconButton
        label="Draw a shape around words"
        keys="L"
        aria-pressed={lasso}
        onClick={() => useVocabulary.setState({ lasso: !lasso })}
      >
        <Lasso size={15} />
      </IconButton>
      <Toggle
        label="Path"
        hint="The chosen token’s path through the layers, over the words"
        pressed={path}
        onChange={(next) => useVocabulary.setState({ path: next })}
      />
      <MapSettings />
    </>
  )
}
