import { useState } from 'react'
import type { FigureSpec } from '../../../../shared/figures/figure-spec'
import { captionFigure, type FigureModels } from '../../../state/figure-export'
import { Button } from '../../../ui/button'
import { CopyButton } from '../../../ui/copy-button'
import { FaultCard } from '../../../ui/fault-card'
import { useEngineAnswer } from './use-engine-answer'

/** What a paper would say under the figure, to be copied; asked for when wanted, since it may take a run. */
export function CaptionPart({ spec, models }: { spec: FigureSpec; models: FigureModels }) {
  const [asked, setAsked] = useState(false)
  // A spec is made anew each time, and is the same where its text is.
  const key = asked ? JSON.stringify(spec) : null
  const { answer: caption, fault } = useEngineAnswer(key, (signal) => captionFigure(spec, models, signal))
  if (!asked) {
    return (
      <div>
        <Button onClick={() => setAsked(true)}>Propose a caption</Button>
      </div>
    )
  }
  return (
    <div className="export-caption">
      {fault && <FaultCard fault={fault} title="There is no caption" />}
      {caption && (
        <>
          <p className="export-caption-text">{caption.markdown.replaceAll(/\\(.)|\*\*/g, '$1')}</p>
          <div className="export-toggles">
            <CopyButton label="LaTeX" text={caption.latex} />
            <CopyButton label="Markdown" text={caption.markdown} />
            {caption.bibtex !== null && <CopyButton label="BibTeX" text={caption.bibtex} />}
          </div>
        </>
      )}
    </div>
  )
}
