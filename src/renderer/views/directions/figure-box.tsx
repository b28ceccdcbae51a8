import { useRef } from 'react'
import { plainPrint } from '../../../shared/figures/print'
import { useTheme } from '../../state/preferences'
import { useSize } from '../../ui/use-size'
import type { ViewFigure } from '../../ui/view'

/** The figure as it would be saved, as large as the panel has room. */
export function FigureBox({ figure, height }: { figure: ViewFigure; height: number }) {
  const theme = useTheme()
  const offer = figure.use()
  const box = useRef<HTMLDivElement>(null)
  const { width } = useSize(box)
  return (
    <div ref={box} className="directions-figure" style={{ minHeight: height }}>
      {offer && width > 0 && offer.draw({ theme, width: Math.floor(width), height, print: plainPrint })}
    </div>
  )
}
