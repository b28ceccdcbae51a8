import { useMemo, useRef } from 'react'
import type { Anatomy, PartKind } from '../../../shared/anatomy'
import {
  LayerBars,
  layersOf,
  legendLayout,
  PartsLegend,
  ShareBars,
  shareBarsHeight,
} from '../../../shared/figures/anatomy-bars'
import { figureColours, fontFamily } from '../../../shared/figures/theme'
import { showPart, useAgainst, useAnatomyChoices } from '../../state/anatomy'
import { useTheme } from '../../state/preferences'
import { useSize } from '../../ui/use-size'
import { AgainstChoice } from './against-choice'
import { CostsPart } from './costs-part'
import { KindsTable } from './kinds-table'

const layersHeight = 210

/** Shares of all models on one scale, the layers of the open one, and the same as a table. */
export function PartsSection({ anatomy }: { anatomy: Anatomy }) {
  const theme = useTheme()
  const against = useAgainst()
  const place = useAnatomyChoices((choices) => choices.place)
  const box = useRef<HTMLDivElement>(null)
  const { width } = useSize(box)
  const models = useMemo(() => [anatomy, ...against], [anatomy, against])
  const background = figureColours[theme].canvas
  const shares = shareBarsHeight(models.length)
  const legend = legendLayout(models, width).height
  const choose = (kind: PartKind) => showFirst(anatomy, kind)
  return (
    <div className="anatomy-parts">
      <div className="anatomy-picture">
        <AgainstChoice />
        <div ref={box}>
          {width > 0 && (
            <svg
              role="img"
              aria-label={`Parameters of ${models.map(({ name }) => name).join(' and ')} by what they are for, and by layer`}
              width={width}
              height={shares + legend + 14 + layersHeight}
              fontFamily={fontFamily}
            >
              <ShareBars theme={theme} width={width} background={background} models={models} onChoose={choose} />
              <g transform={`translate(0 ${shares})`}>
                <PartsLegend theme={theme} width={width} models={models} />
              </g>
              <g transform={`translate(0 ${shares + legend + 14})`}>
                <LayerBars
                  theme={theme}
                  width={width}
                  height={layersHeight}
                  background={background}
                  model={anatomy}
                  chosen={place}
                  onChoose={(kind, at) => showPart({ kind, ...at })}
                />
              </g>
            </svg>
          )}
        </div>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: where it has no room it scrolls, and the keys have to reach it */}
      <section className="anatomy-numbers" aria-label="Parameters in numbers" tabIndex={0}>
        <KindsTable anatomy={anatomy} against={against} onChoose={choose} />
        <CostsPart anatomy={anatomy} />
      </section>
    </div>
  )
}

/** The matrices of a kind in the first layer that has them, or beside the layers. */
function showFirst(anatomy: Anatomy, kind: PartKind): void {
  const first = anatomy.parts.find((part) => part.kind === kind)
  const inLayer = layersOf(anatomy).find(({ kinds }) => kinds.has(kind))
  if (inLayer) showPart({ kind, stack: inLayer.stack, layer: inLayer.layer })
  else if (first) showPart({ kind, stack: first.stack, layer: first.layer })
}
