import { ChevronDown, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { formatFacts } from '../../../../shared/figures/figure-formats'
import { type Preset, presets } from '../../../../shared/figures/presets'
import { removePreset, savePreset, useFigurePresets } from '../../../state/figure-presets'
import { Button } from '../../../ui/button'
import { Field } from '../../../ui/field'
import { IconButton } from '../../../ui/icon-button'
import { Menu } from '../../../ui/menu'
import { lengthText } from './sizes'
import type { PaperSettings } from './use-paper'

const nameOf = ({ venue, width }: Preset) => (width === '' ? venue : `${venue}, ${width}`)

/** Where the figure will stand: a venue's width and type, or a person's own. */
export function PresetChoice({ settings }: { settings: PaperSettings }) {
  const own = useFigurePresets(({ own }) => own)
  const [naming, setNaming] = useState<string | null>(null)
  const { preset, widthMm, labelPt } = settings
  const isOwn = own.some(({ id }) => id === preset.id)
  const isChanged =
    settings.width !== lengthText(preset.mm) || Number(labelPt) !== preset.labelPt || settings.font !== preset.font
  const save = (name: string) => {
    if (widthMm === null || name.trim() === '') return
    const { font } = settings
    const kept = {
      id: `own ${name.trim()}`,
      venue: name.trim(),
      width: '',
      mm: widthMm,
      font,
      labelPt: Number(labelPt),
    }
    const made: Preset = { ...kept, formats: preset.formats, dpi: preset.dpi, letters: preset.letters }
    savePreset(made)
    settings.choose(made)
    setNaming(null)
  }
  return (
    <div className="export-preset-row">
      <Menu
        trigger={
          <Button className="export-figure" aria-label={`For: ${nameOf(preset)}`}>
            <span>
              {nameOf(preset)}
              {isChanged && <small className="quiet"> changed</small>}
            </span>
            <ChevronDown size={14} />
          </Button>
        }
        items={[...presets, ...own].map((one) => ({
          label: nameOf(one),
          note: `${lengthText(one.mm)} mm`,
          onSelect: () => settings.choose(one),
        }))}
      />
      {isOwn && (
        <IconButton
          label={`Forget ${nameOf(preset)}`}
          onClick={() => {
            removePreset(preset.id)
            settings.choose(presets[0]!)
          }}
        >
          <Trash2 size={14} />
        </IconButton>
      )}
      <p className="export-note">
        {preset.formats.length > 0 && `Takes ${preset.formats.map((format) => formatFacts[format].name).join(', ')}. `}
        {isChanged && naming === null && (
          <button type="button" className="export-link" onClick={() => setNaming('')}>
            Keep as a preset
          </button>
        )}
      </p>
      {naming !== null && (
        <form
          className="export-naming"
          onSubmit={(event) => {
            event.preventDefault()
            save(naming)
          }}
        >
          <Field label="Name of the preset" value={naming} onChange={(event) => setNaming(event.target.value)} />
          <Button type="submit" disabled={naming.trim() === '' || widthMm === null}>
            Keep
          </Button>
        </form>
      )}
    </div>
  )
}
