import type { JSX } from 'react'
import { type Anatomy, byKind, type PartKind, partKinds, partNames } from '../anatomy'
import { shareText, sizeText } from '../size-text'
import { partColours } from './anatomy-colours'
import { coordinate } from './numbers'
import { inkOn } from './scales'
import { textWidth } from './text-width'
import { type FigureColours, figureColours, type } from './theme'
import type { FigureTheme } from './trajectory-spec'
import { legible, shortened } from './words'

export interface BarsProps {
  readonly theme: FigureTheme
  readonly width: number
  /** What the bars lie on, which parts them. */
  readonly background: string
}

const margin = 14
const barHeight = 26
const rowHeight = 50

/** Height of `ShareBars` of so many models. */
export function shareBarsHeight(models: number): number {
  return models * rowHeight + 22
}

/** One bar for each model, from 0 to 100 % of its parameters, cut into what they are for. */
export function ShareBars({
  models,
  chosen = null,
  onChoose,
  ...props
}: BarsProps & {
  models: readonly Anatomy[]
  chosen?: PartKind | null
  /** Of the first model's parts. */
  onChoose?: ((kind: PartKind) => void) | undefined
}): JSX.Element {
  const { theme, width } = props
  const colours = figureColours[theme]
  const across = width - 2 * margin
  return (
    <g>
      {models.map((model, index) => (
        <g key={index} transform={`translate(${margin} ${index * rowHeight})`}>
          <text y={13} fontSize={type.strong} fontWeight={600} fill={colours.ink}>
            {shortened(legible(model.name), Math.max(8, Math.floor(across / 12)))}
          </text>
          <text x={coordinate(across)} y={13} textAnchor="end" fontSize={type.note} fill={colours.ink2}>
            {`${sizeText(model.parameters)} parameters, ${model.layers} layers`}
          </text>
          <OneBar
            {...props}
            model={model}
            across={across}
            chosen={chosen}
            onChoose={index === 0 ? onChoose : undefined}
          />
        </g>
      ))}
      <Axis across={across} y={models.length * rowHeight - 2} colours={colours} />
    </g>
  )
}

function OneBar({
  theme,
  background,
  model,
  across,
  chosen,
  onChoose,
}: BarsProps & {
  model: Anatomy
  across: number
  chosen: PartKind | null
  onChoose: ((kind: PartKind) => void) | undefined
}): JSX.Element {
  let done = 0
  return (
    <g transform="translate(0 19)">
      {byKind(model).map(({ kind, parameters }) => {
        const share = parameters / model.parameters
        const x = done * across
        done += share
        const fill = partColours[theme][kind]
        const own = share * across
        const texts = [`${partNames[kind]} ${shareText(share)}`, shareText(share)]
        const text = texts.find((one) => textWidth(one, type.label) < own - 8)
        return (
          <g key={kind} opacity={chosen === null || chosen === kind ? 1 : 0.45}>
            <rect
              x={coordinate(x)}
              width={coordinate(Math.max(0.4, own))}
              height={barHeight}
              fill={fill}
              stroke={background}
              strokeWidth={own > 3 ? 1 : 0}
              {...(onChoose ? { onClick: () => onChoose(kind), style: { cursor: 'pointer' } } : {})}
            >
              <title>{`${partNames[kind]}: ${parameters.toLocaleString('en')}, ${shareText(share)}`}</title>
            </rect>
            {text && (
              <text
                x={coordinate(x + own / 2)}
                y={barHeight / 2 + 4}
                textAnchor="middle"
                fontSize={type.label}
                fill={inkOn(fill)}
                pointerEvents="none"
              >
                {text}
              </text>
            )}
          </g>
        )
      })}
    </g>
  )
}

function Axis({ across, y, colours }: { across: number; y: number; colours: FigureColours }): JSX.Element {
  const anchors = ['start', 'middle', 'middle', 'middle', 'end'] as const
  return (
    <g fontSize={type.label} fill={colours.ink2}>
      {anchors.map((anchor, index) => (
        <text key={index} x={coordinate(margin + (across * index) / 4)} y={y + 12} textAnchor={anchor}>
          {`${25 * index} %`}
        </text>
      ))}
    </g>
  )
}

const entryHeight = 18

/** Which kinds there are in any of the models, in lines as wide as there is room. */
export function legendLayout(models: readonly Anatomy[], width: number) {
  const there = new Set(models.flatMap(({ parts }) => parts.map(({ kind }) => kind)))
  let [x, y] = [margin, 0]
  const entries = partKinds
    .filter((kind) => there.has(kind))
    .map((kind) => {
      const own = textWidth(partNames[kind], type.label) + 32
      if (x + own > width - margin && x > margin) [x, y] = [margin, y + entryHeight]
      const entry = { kind, x, y }
      x += own
      return entry
    })
  return { entries, height: y + entryHeight }
}

export function PartsLegend({ theme, width, models }: Omit<BarsProps, 'background'> & { models: readonly Anatomy[] }) {
  return (
    <g fontSize={type.label} fill={figureColours[theme].ink2}>
      {legendLayout(models, width).entries.map(({ kind, x, y }) => (
        <g key={kind} transform={`translate(${coordinate(x)} ${y})`}>
          <rect width={11} height={11} y={2} rx={2} fill={partColours[theme][kind]} />
          <text x={16} y={11}>
            {partNames[kind]}
          </text>
        </g>
      ))}
    </g>
  )
}

/** A layer's place among all: an encoder's come before its decoder's. */
export interface LayerPlace {
  readonly stack: NonNullable<Anatomy['parts'][number]['stack']>
  readonly layer: number
}

/** Every layer that has parameters, in order, with them by kind. */
export function layersOf({ parts }: Anatomy): (LayerPlace & { readonly kinds: ReadonlyMap<PartKind, number> })[] {
  const layers = new Map<string, LayerPlace & { kinds: Map<PartKind, number> }>()
  for (const { kind, stack, layer, parameters } of parts) {
    if (stack === null || layer === null) continue
    const key = `${stack} ${layer}`
    const one = layers.get(key) ?? { stack, layer, kinds: new Map() }
    one.kinds.set(kind, (one.kinds.get(kind) ?? 0) + parameters)
    layers.set(key, one)
  }
  return [...layers.values()]
}

export const layerName = ({ stack, layer }: LayerPlace) =>
  stack === 'blocks' ? String(layer) : `${stack === 'encoder' ? 'enc' : 'dec'} ${layer}`

const layersTop = 24
const layersBottom = 20

/** A bar for each layer of one model, as high as it has parameters. */
export function LayerBars({
  theme,
  width,
  height,
  background,
  model,
  chosen = null,
  onChoose,
}: BarsProps & {
  height: number
  model: Anatomy
  chosen?: { readonly kind: PartKind; readonly stack: string | null; readonly layer: number | null } | null
  onChoose?: (kind: PartKind, place: LayerPlace) => void
}): JSX.Element {
  const colours = figureColours[theme]
  const layers = layersOf(model)
  const most = Math.max(1, ...layers.map(({ kinds }) => [...kinds.values()].reduce((sum, own) => sum + own, 0)))
  const label = sizeText(most)
  const left = margin + textWidth(label, type.label) + 8
  const pitch = (width - left - margin) / Math.max(1, layers.length)
  const [base, tall] = [height - layersBottom, height - layersTop - layersBottom]
  const stride = Math.max(
    1,
    Math.ceil(24 / pitch),
    ...(layers.some(({ stack }) => stack !== 'blocks') ? [Math.ceil(42 / pitch)] : []),
  )
  return (
    <g>
      <text x={margin} y={13} fontSize={type.strong} fontWeight={600} fill={colours.ink}>
        By layer
      </text>
      <g fontSize={type.label} fill={colours.ink2}>
        {[label, '0'].map((text, index) => (
          <text key={text} x={left - 6} y={index === 0 ? layersTop + 8 : base} textAnchor="end">
            {text}
          </text>
        ))}
      </g>
      <line x1={left} x2={width - margin} y1={base} y2={base} stroke={colours.line} />
      {layers.map(({ kinds, ...place }, index) => {
        let y = base
        const x = left + index * pitch
        return (
          <g key={index}>
            {partKinds.map((kind) => {
              const own = ((kinds.get(kind) ?? 0) / most) * tall
              if (own === 0) return null
              y -= own
              const isChosen = chosen?.kind === kind && chosen.stack === place.stack && chosen.layer === place.layer
              return (
                <rect
                  key={kind}
                  x={coordinate(x + Math.min(2, pitch * 0.1))}
                  y={coordinate(y)}
                  width={coordinate(Math.max(0.5, Math.min(64, pitch - Math.min(4, pitch * 0.2))))}
                  height={coordinate(own)}
                  fill={partColours[theme][kind]}
                  stroke={isChosen ? colours.ink : background}
                  strokeWidth={isChosen ? 2 : own > 3 ? 0.6 : 0}
                  {...(onChoose ? { onClick: () => onChoose(kind, place), style: { cursor: 'pointer' } } : {})}
                >
                  <title>{`Layer ${layerName(place)}, ${partNames[kind]}: ${(kinds.get(kind) ?? 0).toLocaleString('en')}`}</title>
                </rect>
              )
            })}
            {index % stride === 0 && (
              <text
                x={coordinate(x + Math.min(pitch, 68) / 2)}
                y={height - 5}
                textAnchor="middle"
                fontSize={type.label}
                fill={colours.ink2}
              >
                {layerName(place)}
              </text>
            )}
          </g>
        )
      })}
    </g>
  )
}
