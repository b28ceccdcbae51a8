import { ChevronDown, Download } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { byteText } from '../../../../shared/byte-text'
import type { Progress } from '../../../../shared/contract'
import { type FaultData, toFaultData } from '../../../../shared/fault'
import { type FigureFormat, formatFacts, isFilm, isPicture } from '../../../../shared/figures/figure-formats'
import type { FigureSpec } from '../../../../shared/figures/figure-spec'
import { frameCount } from '../../../../shared/figures/film/film'
import { estimatedBytes } from '../../../../shared/figures/film/film-bytes'
import { formatsOf } from '../../../../shared/figures/formats-of'
import { exportFigure } from '../../../state/figure-export'
import { useSession } from '../../../state/session'
import { shareOf, stageText } from '../../../state/stages'
import { showDialog, showExport, useWindows } from '../../../state/windows'
import { Button } from '../../../ui/button'
import { Dialog } from '../../../ui/dialog'
import { Empty } from '../../../ui/empty'
import { FaultCard } from '../../../ui/fault-card'
import { Menu } from '../../../ui/menu'
import { ProgressBar } from '../../../ui/progress-bar'
import { Segmented } from '../../../ui/segmented'
import { Setting } from '../../../ui/setting'
import type { ViewFigure } from '../../../ui/view'
import { CaptionPart } from './caption-part'
import { FigurePreview } from './figure-preview'
import { viewFigure, viewFigures } from './figures'
import { FilmFields } from './film-fields'
import { FilmPreview } from './film-preview'
import { FormatChoice } from './format-choice'
import { OntoPage } from './onto-page'
import { pageFigure } from './page-figure'
import { PaperFields } from './paper-fields'
import { PresetChoice } from './preset-choice'
import { dotsOf } from './sizes'
import { useFilm } from './use-film'
import { usePaper } from './use-paper'
import './export-dialog.css'

export function ExportDialog() {
  const open = useWindows((windows) => windows.dialog === 'export')
  const kind = useWindows((windows) => windows.exported)
  const hasModel = useSession((session) => session.model !== null)
  const figure = kind === 'panels' ? pageFigure : viewFigure(kind)
  if (!open || !hasModel) return null
  return <ExportFigure key={figure.kind} figure={figure} />
}

const dpis = ['150', '300', '600'] as const

function ExportFigure({ figure }: { figure: ViewFigure }) {
  const offer = figure.use()
  const settings = usePaper(offer)
  const { paper, preset, widthMm, heightMm } = settings
  const [chosen, setFormat] = useState<FigureFormat>(preset.formats[0] ?? 'svg')
  const [dpi, setDpi] = useState<(typeof dpis)[number]>(`${preset.dpi}`)
  const [progress, setProgress] = useState<Progress | 'asked' | null>(null)
  /** What was saved last, as `wish` says it: what has changed since is not. */
  const [saved, setSaved] = useState<string | null>(null)
  const [fault, setFault] = useState<FaultData | null>(null)
  const working = useRef<AbortController>(null)
  useEffect(() => () => working.current?.abort(), [])

  const spec = paper && offer ? offer.spec(paper) : null
  const formats = spec ? formatsOf(spec) : [chosen]
  const format = formats.includes(chosen) ? chosen : 'svg'
  const facts = formatFacts[format]
  const film = useFilm(paper)
  const filmed = isFilm(format) ? film.settings : null
  const makeFilm = offer?.film
  const lacksFilm = isFilm(format) && filmed === null

  const wish = JSON.stringify([spec, format, dpi, filmed])
  const save = async () => {
    if (!spec || !offer) return
    const controller = new AbortController()
    working.current = controller
    setFault(null)
    setSaved(null)
    setProgress('asked')
    try {
      await exportFigure(spec, format, Number(dpi), offer, controller.signal, setProgress, filmed ?? undefined)
      if (!controller.signal.aborted) setSaved(wish)
    } catch (error) {
      const data = toFaultData(error)
      if (data.kind !== 'cancelled') setFault(data)
    } finally {
      if (working.current === controller) setProgress(null)
    }
  }

  const stage = progress === 'asked' ? null : progress
  const isDots = facts.of === 'dots'
  return (
    <Dialog
      open
      wide
      onClose={() => showDialog(null)}
      title="Export the figure"
      foot={
        <>
          <div className="export-state" role="status">
            {progress ? (
              <>
                <span>{filmed && stage?.stage === 'drawing' ? frameText(stage) : stageText(stage)}</span>
                <ProgressBar label="Drawing the figure" share={shareOf(stage)} />
              </>
            ) : saved === wish ? (
              'Saved.'
            ) : isDots && widthMm !== null && heightMm !== null ? (
              `${dotsOf(widthMm, Number(dpi))} × ${dotsOf(heightMm, Number(dpi))} dots`
            ) : filmed && isFilm(format) ? (
              `${frameCount(filmed)} frames, about ${byteText(estimatedBytes(format, filmed))}`
            ) : (
              facts.holds
            )}
          </div>
          {progress ? (
            <Button onClick={() => working.current?.abort()}>Cancel</Button>
          ) : (
            <Button onClick={() => showDialog(null)}>Close</Button>
          )}
          <Button
            variant="primary"
            icon={<Download size={15} />}
            disabled={spec === null || lacksFilm || progress !== null}
            onClick={() => void save()}
          >
            Save {facts.name}
          </Button>
        </>
      }
    >
      <div className="export">
        {makeFilm && paper && filmed ? (
          <FilmPreview settings={filmed} wish={wish} film={(settings) => makeFilm(paper, settings)} />
        ) : offer ? (
          <FigurePreview paper={paper} draw={offer.draw} />
        ) : (
          <div className="figure-preview">
            <Empty title={`There is nothing to draw of “${figure.title}” yet.`} />
          </div>
        )}
        <div className="export-form">
          <Setting label="Figure">
            <Menu
              trigger={
                <Button className="export-figure" aria-label={`Figure: ${figure.title}`}>
                  {figure.title}
                  <ChevronDown size={14} />
                </Button>
              }
              items={[...viewFigures, pageFigure].map(({ kind, title }) => ({
                label: title,
                onSelect: () => showExport(kind),
              }))}
            />
            {figure !== pageFigure && <OntoPage offer={offer} />}
          </Setting>
          {figure.contents && <figure.contents />}
          <Setting label="For">
            <PresetChoice
              settings={{
                ...settings,
                choose: (next) => {
                  settings.choose(next)
                  setDpi(`${next.dpi}`)
                  if (isPicture(format) && !next.formats.includes(format)) setFormat(next.formats[0] ?? 'svg')
                },
              }}
            />
          </Setting>
          <PaperFields settings={settings} hasCells={spec !== null && hasCells(spec)} />
          <Setting label="Format">
            <FormatChoice formats={formats} value={format} onChange={setFormat} />
            {isPicture(format) && preset.formats.length > 0 && !preset.formats.includes(format) && (
              <p className="export-note">{`${preset.venue} does not take ${facts.name}.`}</p>
            )}
          </Setting>
          {isFilm(format) && <FilmFields film={film} loops={format === 'gif'} />}
          {isDots && (
            <Setting label="Dots an inch">
              <Segmented
                label="Dots an inch"
                value={dpi}
                onChange={setDpi}
                options={dpis.map((value) => ({ value, label: value }))}
              />
            </Setting>
          )}
          {offer?.settings}
          {spec && (
            <Setting label="Caption">
              <CaptionPart spec={spec} models={{ path: offer?.path, other: offer?.other }} />
            </Setting>
          )}
          <p className="export-note">
            The file carries model, fingerprint, sentence and settings, so that it can be made again: dropped on the
            window it restores this view.
          </p>
          {fault && <FaultCard fault={fault} title="The figure was not saved" />}
        </div>
      </div>
    </Dialog>
  )
}

function frameText({ done, total }: Progress): string {
  return done === null || total === null ? 'Drawing the film' : `Drawing frame ${done + 1} of ${total}`
}

/** Whether cells can be drawn as one image. */
function hasCells(spec: FigureSpec): boolean {
  return spec.kind === 'panels'
    ? spec.panels.some(hasCells)
    : spec.kind === 'attention-matrix' || spec.kind === 'vocabulary'
}
