import { useEffect, useRef } from 'react'
import type { FigureSpec } from '../../../../shared/figures/figure-spec'
import { type FigureModels, figureFile } from '../../../state/figure-export'
import { shareOf, stageText } from '../../../state/stages'
import { classes } from '../../../ui/classes'
import { FaultCard } from '../../../ui/fault-card'
import { ProgressBar } from '../../../ui/progress-bar'
import { useEngineAnswer } from './use-engine-answer'

/** A figure as the engine draws it for a file: of panels, not all need be in the window. */
export function DrawnPage({ spec, models }: { spec: FigureSpec; models: FigureModels }) {
  const { answer, fault, progress } = useEngineAnswer(JSON.stringify([spec, models]), async (signal, onProgress) => {
    const file = await figureFile(spec, 'svg', 96, models, signal, onProgress)
    return await file.text()
  })
  const sheet = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (answer !== null) sheet.current?.replaceChildren(svgOf(answer))
  }, [answer])
  const stage = progress === 'asked' ? null : progress
  return (
    <div className="drawn-page" aria-busy={progress !== null}>
      {fault && <FaultCard fault={fault} title="The page was not drawn" />}
      {progress !== null && (
        <div className="drawn-page-progress">
          <span>{stageText(stage)}</span>
          <ProgressBar label="Drawing the page" share={shareOf(stage)} />
        </div>
      )}
      <div ref={sheet} className={classes(progress !== null && 'drawn-page-old')} />
    </div>
  )
}

function svgOf(text: string): SVGElement {
  const { documentElement } = new DOMParser().parseFromString(text, 'image/svg+xml')
  const svg = document.importNode(documentElement, true) as unknown as SVGElement
  // The page's content security policy drops styles that come as markup.
  for (const image of svg.querySelectorAll<SVGElement>('image')) image.style.imageRendering = 'pixelated'
  return svg
}
