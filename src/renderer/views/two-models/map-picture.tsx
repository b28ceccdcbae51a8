import { useRef } from 'react'
import { HeatMap, type HeatMapProps } from '../../../shared/figures/heat-map'
import { figureColours, fontFamily } from '../../../shared/figures/theme'
import { useTheme } from '../../state/preferences'
import { useSize } from '../../ui/use-size'

/** A figure's map as wide as there is room, and as high as its rows ask for, within bounds. */
export function MapPicture({
  className,
  map,
  heights: { least, row, most },
}: {
  className: string
  map: Omit<HeatMapProps, 'theme' | 'width' | 'height' | 'background'>
  heights: { readonly least: number; readonly row: number; readonly most: number }
}) {
  const theme = useTheme()
  const box = useRef<HTMLDivElement>(null)
  const { width } = useSize(box)
  const height = Math.min(most, Math.max(least, 92 + row * map.rows.length))
  return (
    <div ref={box} className={className}>
      {width > 0 && (
        <svg role="img" aria-label={`${map.title}: ${map.unit}`} width={width} height={height} fontFamily={fontFamily}>
          <HeatMap {...map} theme={theme} width={width} height={height} background={figureColours[theme].canvas} />
        </svg>
      )}
    </div>
  )
}
