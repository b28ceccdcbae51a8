import { SlidersHorizontal } from 'lucide-react'
import { useEffect, useState } from 'react'
import { usualMap } from '../../state/map-address'
import { chooseLayout, useVocabulary } from '../../state/vocabulary'
import { Button } from '../../ui/button'
import { Field } from '../../ui/field'
import { Popover } from '../../ui/popover'
import { Segmented } from '../../ui/segmented'
import { Setting } from '../../ui/setting'
import { Slider } from '../../ui/slider'

const tables = [
  { value: 'embedding', label: 'Embedding', hint: 'Rows of W_E: what a word enters the model as' },
  { value: 'unembedding', label: 'Unembedding', hint: 'Rows of W_U: what the model’s output is compared with' },
] as const

const rowChoices = [
  { value: 'unit', label: 'Unit length', hint: 'Each row divided by its length: distances are those of cosines' },
  { value: 'raw', label: 'As they are', hint: 'With their lengths' },
] as const

/** What is set more rarely: whose rows, in how many clusters, how UMAP goes about it, how many labels there are. */
export function MapSettings() {
  const { of, rows, layout, umap, clusters, labels } = useVocabulary()
  const [draft, setDraft] = useState(umap)
  useEffect(() => setDraft(umap), [umap])
  const set = (part: keyof typeof draft) => (event: { target: { value: string } }) =>
    setDraft({ ...draft, [part]: Number(event.target.value) })
  return (
    <Popover
      label="Settings of the map"
      align="end"
      trigger={
        <button type="button" className="icon-button" aria-label="Settings of the map" title="Settings of the map">
          <SlidersHorizontal size={15} />
        </button>
      }
    >
      <div className="map-settings">
        <Setting label="Words are rows of">
          <Segmented label="Table" options={tables} value={of} onChange={(next) => chooseLayout({ of: next })} />
        </Setting>
        <Setting label="Rows">
          <Segmented label="Rows" options={rowChoices} value={rows} onChange={(next) => chooseLayout({ rows: next })} />
        </Setting>
        <Setting label={`Words with a label, at most ${labels}`}>
          <Slider
            label="Words with a label"
            min={0}
            max={120}
            step={5}
            value={labels}
            onChange={(next) => useVocabulary.setState({ labels: next })}
          />
        </Setting>
        <Setting label={`Clusters: ${clusters}`}>
          <Slider
            label="Clusters"
            min={2}
            max={8}
            value={clusters}
            onChange={(next) => useVocabulary.setState({ clusters: next })}
          />
        </Setting>
        {layout === 'umap' && (
          <form
            className="map-umap"
            onSubmit={(event) => {
              event.preventDefault()
              chooseLayout({ umap: draft })
            }}
          >
            <Field
              label="Neighbours"
              type="number"
              min={2}
              max={100}
              step={1}
              required
              value={draft.neighbours}
              onChange={set('neighbours')}
            />
            <Field
              label="Minimum distance"
              type="number"
              min={0}
              max={1}
              step={0.01}
              required
              value={draft.minimumDistance}
              onChange={set('minimumDistance')}
            />
            <Field
              label="Seed"
              type="number"
              min={0}
              max={1e9}
              step={1}
              required
              value={draft.seed}
              onChange={set('seed')}
            />
            <Button type="submit">Lay out</Button>
            <Button onClick={() => chooseLayout({ umap: usualMap.umap })}>Reset</Button>
          </form>
        )}
      </div>
    </Popover>
  )
}
