import { useEffect, useState } from 'react'
import { type FaultData, toFaultData } from '../../../../shared/fault'
import type { FigureSpec } from '../../../../shared/figures/figure-spec'
import type { FigureCaption } from '../../../../shared/figures/saved-figure'
import { captionFigure } from '../../../state/figure-export'
import { Button } from '../../../ui/button'
import { CopyButton } from '../../../ui/copy-button'
import { FaultCard } from '../../../ui/fault-card'

/** What a paper would say under the figure, to be copied; asked for when wanted, since it may take a run. */
export function CaptionPart({ spec, other }: { spec: FigureSpec; other: string | undefined }) {
  const [asked, setAsked] = useState(false)
  const [caption, setCaption] = useState<FigureCaption | null>(null)
  const [fault, setFault] = useState<FaultData | null>(null)
  const key = JSON.stringify(spec)
  // A spec is made anew each time, and is the same where its text is.
  useEffect(() => {
    if (!asked) return
    const controller = new AbortController()
    // A slider that is being dragged asks once, when it rests.
    const timer = setTimeout(() => {
      captionFigure(spec, other, controller.signal).then(
        (next) => {
          if (controller.signal.aborted) return
          setCaption(next)
          setFault(null)
        },
        (error) => {
          const data = toFaultData(error)
          if (data.kind !== 'cancelled') setFault(data)
        },
      )
    }, 300)
    return () => {
      clearTimeout(timer)
      controller.abort()
    }
  }, [key, asked])
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
