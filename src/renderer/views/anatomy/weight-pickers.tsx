import { type Anatomy, type PartKind, type PartPlace, partKinds, partNames } from '../../../shared/anatomy'
import { layerName } from '../../../shared/figures/anatomy-bars'
import { weightTitle } from '../../../shared/figures/matrix-figure'
import type { WeightInfo } from '../../../shared/matrix'
import { chooseWeight, keyOf, showPart, useAnatomyChoices } from '../../state/anatomy'
import { Segmented } from '../../ui/segmented'

const measures = [
  { value: 'mean', label: 'Mean', hint: 'The mean of each cell’s values, with their signs' },
  { value: 'magnitude', label: 'Size', hint: 'The mean of |w| over each cell' },
] as const

/** A part, its layer, and which of its weights where there are several. */
export function WeightPickers({
  anatomy: { parts },
  place,
  weights,
  weight,
}: {
  anatomy: Anatomy
  place: PartPlace
  weights: readonly WeightInfo[]
  weight: WeightInfo | null
}) {
  const measure = useAnatomyChoices((choices) => choices.measure)
  const kinds = partKinds.filter((kind) => parts.some((part) => part.kind === kind))
  const layers = parts.filter(({ kind }) => kind === place.kind)
  const at = layers.findIndex(({ stack, layer }) => stack === place.stack && layer === place.layer)
  const shared = sharedStart(weights.map(({ name }) => name))
  const chooseKind = (kind: PartKind) => {
    const own = parts.filter((part) => part.kind === kind)
    showPart(own.find(({ stack, layer }) => stack === place.stack && layer === place.layer) ?? own[0]!)
  }
  return (
    <div className="anatomy-pickers">
      <select aria-label="Part" value={place.kind} onChange={(event) => chooseKind(event.target.value as PartKind)}>
        {kinds.map((kind) => (
          <option key={kind} value={kind}>
            {partNames[kind]}
          </option>
        ))}
      </select>
      {layers.length > 1 && (
        <select aria-label="Layer" value={at} onChange={(event) => showPart(layers[Number(event.target.value)]!)}>
          {layers.map(({ stack, layer }, index) => (
            <option key={index} value={index}>
              {layer === null || stack === null
                ? (stack ?? 'beside the layers')
                : `layer ${layerName({ stack, layer })}`}
            </option>
          ))}
        </select>
      )}
      {weights.length > 1 && weight && (
        <select
          aria-label="Weight"
          value={keyOf(weight)}
          onChange={(event) => chooseWeight(weights.find((one) => keyOf(one) === event.target.value)!)}
        >
          {weights.map((one) => (
            <option key={keyOf(one)} value={keyOf(one)} title={weightTitle(one)}>
              {shared > 0 ? `\u2026${weightTitle(one).slice(shared)}` : weightTitle(one)}
            </option>
          ))}
        </select>
      )}
      <Segmented
        label="Each cell shows"
        options={measures}
        value={measure}
        onChange={(next) => useAnatomyChoices.setState({ measure: next })}
      />
    </div>
  )
}

/** How long the modules' names are that all of them begin with: what tells them apart stands at their ends. */
function sharedStart(names: readonly string[]): number {
  const [first = '', ...others] = names
  let length = first.lastIndexOf('.') + 1
  while (length > 0 && !others.every((name) => name.startsWith(first.slice(0, length)))) {
    length = first.lastIndexOf('.', length - 2) + 1
  }
  return others.length > 0 ? length : 0
}
