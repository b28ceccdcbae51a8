import { Ruler } from 'lucide-react'
import { calibrateScreen, useFigurePresets } from '../../../state/figure-presets'
import { Button } from '../../../ui/button'
import { Popover } from '../../../ui/popover'
import { Slider } from '../../../ui/slider'
import { pixelsOf } from './sizes'

/** ISO/IEC 7810 ID-1: every bank card, in millimetres. */
const card = { width: 85.6, height: 53.98 }

/** Screens do not say how large their pixels are: a card held against the screen does. */
export function Calibration() {
  const screenScale = useFigurePresets((presets) => presets.screenScale)
  return (
    <Popover
      label="Calibrate the screen"
      trigger={
        <Button variant="quiet" icon={<Ruler size={14} />} aria-label="Calibrate the screen">
          Calibrate
        </Button>
      }
    >
      <div className="calibration">
        <p>
          A screen does not tell how large its pixels are. Hold a bank card against it and move the slider until the box
          is as large.
        </p>
        <div
          className="calibration-card"
          style={{ width: pixelsOf(card.width) * screenScale, height: pixelsOf(card.height) * screenScale }}
        >
          85.6 mm
        </div>
        <Slider
          label="Size of the card"
          min={0.5}
          max={2.5}
          step={0.01}
          value={screenScale}
          spoken={`${Math.round(screenScale * 100)} per cent`}
          onChange={(value) => calibrateScreen(Math.round(value * 100) / 100)}
        />
        <Button onClick={() => calibrateScreen(1)}>As the screen says</Button>
      </div>
    </Popover>
  )
}
