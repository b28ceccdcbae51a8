import { Download } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import type { Progress } from '../../../shared/contract'
import { type FaultData, toFaultData } from '../../../shared/fault'
import type { FigureTheme } from '../../../shared/figures/trajectory-spec'
import type { Trajectory } from '../../../shared/trajectory'
import { exportFigure, type FigureFormat, figureSpec } from '../../state/figure-export'
import { useSelection } from '../../state/selection'
import { useSession } from '../../state/session'
import { shareOf, stageText } from '../../state/stages'
import { showDialog, useWindows } from '../../state/windows'
import { Button } from '../../ui/button'
import { Dialog } from '../../ui/dialog'
import { FaultCard } from '../../ui/fault-card'
import { Field } from '../../ui/field'
import { ProgressBar } from '../../ui/progress-bar'
import { Segmented } from '../../ui/segmented'
import { Slider } from '../../ui/slider'
import { Toggle } from '../../ui/toggle'
import { FigurePreview } from './figure-preview'
import { dotsOf, figureWidths, millimetres, pixelsOf } from './figure-sizes'
import './export-dialog.css'

export function ExportDialog() {
  const open = useWindows((windows) => windows.dialog === 'export')
  const trajectory = useSession((session) => session.traced?.trajectory)
  if (!open || !trajectory) return null
  return <ExportFigure trajectory={trajectory} />
}

const dpis = ['150', '300', '600'] as const

function ExportFigure({ trajectory }: { trajectory: Trajectory }) {
  const selection = useSelection.getState()
  const [format, setFormat] = useState<FigureFormat>('svg')
  const [theme, setTheme] = useState<FigureTheme>('light')
  const [width, setWidth] = useState('174')
  const [height, setHeight] = useState('116')
  const [dpi, setDpi] = useState<(typeof dpis)[number]>('300')
  const [words, setWords] = useState(Math.min(selection.labels, 40))
  const [otherTokens, setOtherTokens] = useState(selection.showOthers)
  const [station, setStation] = useState(false)
  const [progress, setProgress] = useState<Progress | 'asked' | null>(null)
  /** What was saved last, as `wish` says it: what has changed since is not. */
  const [saved, setSaved] = useState<string | null>(null)
  const [fault, setFault] = useState<FaultData | null>(null)
  const working = useRef<AbortController>(null)
  useEffect(() => () => working.current?.abort(), [])

  const widthMm = millimetres(width)
  const heightMm = millimetres(height)
  const spec =
    widthMm === null || heightMm === null
      ? null
      : figureSpec(trajectory, {
          theme,
          width: pixelsOf(widthMm),
          height: pixelsOf(heightMm),
          words,
          otherTokens,
          station,
        })

  const wish = JSON.stringify([spec, format, dpi])
  const save = async () => {
    if (!spec) return
    const controller = new AbortController()
    working.current = controller
    setFault(null)
    setSaved(null)
    setProgress('asked')
    try {
      await exportFigure(spec, format, Number(dpi), controller.signal, setProgress)
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
            ) : (
              'Vector, with its text as text'
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
        <FigurePreview spec={spec} trajectory={trajectory} />
        <div className="export-form">
          <Setting label="Format">
            <Segmented
              label="Format"
              value={format}
              onChange={setFormat}
              options={[
                { value: 'svg', label: 'SVG' },
                { value: 'pdf', label: 'PDF' },
                { value: 'png', label: 'PNG' },
              ]}
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
                    setHeight(String(Math.round((preset.mm * 2) / 3)))
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
              onChange={(event) => setWidth(event.target.value)}
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
          {spec === null && <p className="export-wrong">Type lengths from 32 to 2000 mm.</p>}
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
          <Setting label={`Words with a label, at most ${words}`}>
            <Slider label="Words with a label" min={0} max={120} step={5} value={words} onChange={setWords} />
          </Setting>
          <Setting label="Show">
            <div className="export-toggles">
              <Toggle
                label="Other tokens"
                hint="The paths of the sentence’s other tokens, faintly"
                pressed={otherTokens}
                onChange={setOtherTokens}
              />
              <Toggle
                label="Selected step"
                hint="A ring on the selected station"
                pressed={station}
                onChange={setStation}
              />
            </div>
          </Setting>
          <p className="export-note">
            The camera is that of the window. The file carries model, fingerprint, sentence and settings, so that it can
            be made again.
          </p>
          {fault && <FaultCard fault={fault} title="The figure was not saved" />}
        </div>
      </div>
    </Dialog>
  )
}

function Setting({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <div className="export-setting">
      <span className="export-label">{label}</span>
      {children}
    </div>
  )
}
