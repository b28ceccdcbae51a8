import { ChevronDown, Download } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import type { Progress } from '../../../shared/contract'
import { type FaultData, toFaultData } from '../../../shared/fault'
import type { FigureTheme } from '../../../shared/figures/trajectory-spec'
import { exportFigure, type FigureFormat } from '../../state/figure-export'
import { useSession } from '../../state/session'
import { shareOf, stageText } from '../../state/stages'
import { showDialog, showExport, useWindows } from '../../state/windows'
import { Button } from '../../ui/button'
import { Dialog } from '../../ui/dialog'
import { Empty } from '../../ui/empty'
import { FaultCard } from '../../ui/fault-card'
import { Field } from '../../ui/field'
import { Menu } from '../../ui/menu'
import { ProgressBar } from '../../ui/progress-bar'
import { Segmented } from '../../ui/segmented'
import { Setting } from '../../ui/setting'
import type { ViewFigure } from '../../ui/view'
import { FigurePreview } from './figure-preview'
import { dotsOf, figureWidths, millimetres, pixelsOf } from './figure-sizes'
import { figureOf, figures } from './figures'
import './export-dialog.css'

export function ExportDialog() {
  const open = useWindows((windows) => windows.dialog === 'export')
  const kind = useWindows((windows) => windows.exported)
  const ran = useSession((session) => session.ran !== null)
  const figure = figureOf(kind)
  if (!open || (!ran && figure.ofRun !== false)) return null
  return <ExportFigure key={kind} figure={figure} />
}

const dpis = ['150', '300', '600'] as const
const formats: readonly FigureFormat[] = ['svg', 'pdf', 'png', 'csv', 'json']
const isPicture = (format: FigureFormat) => format !== 'csv' && format !== 'json'

function ExportFigure({ figure }: { figure: ViewFigure }) {
  const offer = figure.use()
  const [format, setFormat] = useState<FigureFormat>('svg')
  const [theme, setTheme] = useState<FigureTheme>('light')
  const [width, setWidth] = useState('174')
  /** Null until one is typed: then the height follows the width, as suits the figure. */
  const [typedHeight, setHeight] = useState<string | null>(null)
  const [dpi, setDpi] = useState<(typeof dpis)[number]>('300')
  const [progress, setProgress] = useState<Progress | 'asked' | null>(null)
  /** What was saved last, as `wish` says it: what has changed since is not. */
  const [saved, setSaved] = useState<string | null>(null)
  const [fault, setFault] = useState<FaultData | null>(null)
  const working = useRef<AbortController>(null)
  useEffect(() => () => working.current?.abort(), [])

  const widthMm = millimetres(width)
  const suits = offer?.aspect ?? 2 / 3
  const aspect = typeof suits === 'number' ? suits : suits(pixelsOf(widthMm ?? 174))
  const height = typedHeight ?? String(Math.round((widthMm ?? 174) * aspect))
  const heightMm = millimetres(height)
  const paper =
    widthMm === null || heightMm === null ? null : { theme, width: pixelsOf(widthMm), height: pixelsOf(heightMm) }
  const spec = paper && offer ? offer.spec(paper) : null

  const wish = JSON.stringify([spec, format, dpi])
  const save = async () => {
    if (!spec || !offer) return
    const controller = new AbortController()
    working.current = controller
    setFault(null)
    setSaved(null)
    setProgress('asked')
    try {
      await exportFigure(spec, format, Number(dpi), offer, controller.signal, setProgress)
      if (!controller.signal.aborted) setSaved(wish)
    } catch (error) {
      const data = toFaultData(error)
      if (data.kind !== 'cancelled') setFault(data)
    } finally {
      if (working.current === controller) setProgress(null)
    }
  }

  const stage = progress === 'asked' ? null : progress
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
                <span>{stageText(stage)}</span>
                <ProgressBar label="Drawing the figure" share={shareOf(stage)} />
              </>
            ) : saved === wish ? (
              'Saved.'
            ) : format === 'png' && widthMm !== null && heightMm !== null ? (
              `${dotsOf(widthMm, Number(dpi))} × ${dotsOf(heightMm, Number(dpi))} dots`
            ) : isPicture(format) ? (
              'Vector, with its text as text'
            ) : (
              'The numbers that the figure is drawn from'
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
            disabled={spec === null || progress !== null}
            onClick={() => void save()}
          >
            Save {format.toUpperCase()}
          </Button>
        </>
      }
    >
      <div className="export">
        {offer ? (
          <FigurePreview paper={paper} draw={offer.draw} />
        ) : (
          <div className="figure-preview">
            <Empty title={`There is nothing to draw of “${figure.title}” yet.`} />
          </div>
        )}
        <div className="export-form">
          {figures.length > 1 && (
            <Setting label="Figure">
              <Menu
                trigger={
                  <Button className="export-figure" aria-label={`Figure: ${figure.title}`}>
                    {figure.title}
                    <ChevronDown size={14} />
                  </Button>
                }
                items={figures.map(({ kind, title }) => ({ label: title, onSelect: () => showExport(kind) }))}
              />
            </Setting>
          )}
          <Setting label="Format">
            <Segmented
              label="Format"
              value={format}
              onChange={setFormat}
              options={formats.map((value) => ({ value, label: value.toUpperCase() }))}
            />
          </Setting>
          {format === 'png' && (
            <Setting label="Dots an inch">
              <Segmented
                label="Dots an inch"
                value={dpi}
                onChange={setDpi}
                options={dpis.map((value) => ({ value, label: value }))}
              />
            </Setting>
          )}
          <Setting label="Width">
            <div className="export-presets">
              {figureWidths.map((preset) => (
                <button
                  type="button"
                  key={preset.mm}
                  className="export-preset"
                  aria-pressed={widthMm === preset.mm}
                  onClick={() => {
                    setWidth(String(preset.mm))
                    setHeight(null)
                  }}
                >
                  {preset.label}
                  <small>{preset.mm} mm</small>
                </button>
              ))}
            </div>
          </Setting>
          <div className="export-size">
            <Field
              label="Width"
              unit="mm"
              inputMode="decimal"
              value={width}
              aria-invalid={widthMm === null}
              onChange={(event) => {
                setHeight(height)
                setWidth(event.target.value)
              }}
            />
            <Field
              label="Height"
              unit="mm"
              inputMode="decimal"
              value={height}
              aria-invalid={heightMm === null}
              onChange={(event) => setHeight(event.target.value)}
            />
          </div>
          {paper === null && <p className="export-wrong">Type lengths from 32 to 2000 mm.</p>}
          <Setting label="Paper">
            <Segmented
              label="Paper"
              value={theme}
              onChange={setTheme}
              options={[
                { value: 'light', label: 'Light' },
                { value: 'dark', label: 'Dark' },
              ]}
            />
          </Setting>
          {offer?.settings}
          <p className="export-note">
            The file carries model, fingerprint, sentence and settings, so that it can be made again.
          </p>
          {fault && <FaultCard fault={fault} title="The figure was not saved" />}
        </div>
      </div>
    </Dialog>
  )
}
