import { fontNames, printFont } from '../../../../shared/figures/print'
import { Field } from '../../../ui/field'
import { Segmented } from '../../../ui/segmented'
import { Setting } from '../../../ui/setting'
import { Toggle } from '../../../ui/toggle'
import type { PaperSettings } from './use-paper'

/** Size, type and paper of a figure, as its preset has them or as they are typed. */
export function PaperFields({ settings, hasCells }: { settings: PaperSettings; hasCells: boolean }) {
  const { width, height, labelPt, widthMm, heightMm, paper, font, theme, outlines, image, set } = settings
  const isLength = widthMm !== null && heightMm !== null
  return (
    <>
      <div className="export-size">
        <Field
          label="Width"
          unit="mm"
          inputMode="decimal"
          value={width}
          aria-invalid={widthMm === null}
          onChange={(event) => set({ height, width: event.target.value })}
        />
        <Field
          label="Height"
          unit="mm"
          inputMode="decimal"
          value={height}
          aria-invalid={heightMm === null}
          onChange={(event) => set({ height: event.target.value })}
        />
        <Field
          label="Labels"
          unit="pt"
          inputMode="decimal"
          value={labelPt}
          aria-invalid={paper === null && isLength}
          onChange={(event) => set({ labelPt: event.target.value })}
        />
      </div>
      {!isLength && <p className="export-wrong">Type lengths from 32 to 2000 mm.</p>}
      {isLength && paper === null && <p className="export-wrong">Type of 4 to 72 pt that leaves room to draw.</p>}
      <Setting label="Type">
        <Segmented
          label="Type"
          value={font}
          onChange={(next) => set({ font: next })}
          options={printFont.options.map((value) => ({ value, label: fontNames[value] }))}
        />
      </Setting>
      <Setting label="Text and paper">
        <div className="export-toggles">
          <Toggle
            label="Outlines"
            hint="Text as outlines of its letters, in SVG and PDF: no font is needed, and nothing can be searched or edited"
            pressed={outlines}
            onChange={(next) => set({ outlines: next })}
          />
          {hasCells && (
            <Toggle
              label="Cells as an image"
              hint="The matrix as one image within vector axes: a small file of a large matrix"
              pressed={image}
              onChange={(next) => set({ image: next })}
            />
          )}
          <Segmented
            label="Paper"
            value={theme}
            onChange={(next) => set({ theme: next })}
            options={[
              { value: 'light', label: 'Light' },
              { value: 'dark', label: 'Dark' },
            ]}
          />
        </div>
      </Setting>
    </>
  )
}
