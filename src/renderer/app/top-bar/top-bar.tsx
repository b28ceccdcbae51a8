import { FolderOpen, Moon, Search, Sun } from 'lucide-react'
import { byteText } from '../../../shared/byte-text'
import { parameters } from '../../state/format'
import { both } from '../../state/model-facts'
import { toggleTheme, useTheme } from '../../state/preferences'
import { useSession } from '../../state/session'
import { showDialog } from '../../state/windows'
import { Button } from '../../ui/button'
import { IconButton } from '../../ui/icon-button'
import { KeyCaps } from '../../ui/key-caps'
import { Tooltip } from '../../ui/tooltip'
import { paletteKeys } from '../commands'
import { exportFront } from '../dialogs/export/figures'
import { DeviceChip } from './device-chip'
import './top-bar.css'

export function TopBar() {
  const model = useSession((session) => session.model)
  const theme = useTheme()
  return (
    <header className="top-bar">
      <h1 className="brand">Tokentrace</h1>
      {model && (
        <>
          <Tooltip text="Open another model" keys="Mod+O">
            <button type="button" className="chip" onClick={() => showDialog('open')}>
              <span className="visually-hidden">Model</span>
              <b>{model.name}</b>
              <span className="chip-facts">
                {model.family} · {both(model, 'layers')} layers · {model.dtype} · {byteText(model.bytes)}
              </span>
              <span className="chip-short">{parameters(model.parameters)}</span>
              <span className="visually-hidden">, open another</span>
            </button>
          </Tooltip>
          <DeviceChip />
        </>
      )}
      <button type="button" className="command-field" onClick={() => showDialog('palette')}>
        <Search size={14} />
        <span>Search words and actions</span>
        <KeyCaps keys={paletteKeys} />
      </button>
      <div className="top-bar-end">
        <IconButton label={theme === 'dark' ? 'Use the light theme' : 'Use the dark theme'} onClick={toggleTheme}>
          {theme === 'dark' ? <Sun size={16} /> : <Moon size={16} />}
        </IconButton>
        {model ? (
          <Tooltip text="Draw for a paper what the panel in front shows" keys="Mod+E">
            <Button variant="primary" onClick={exportFront}>
              Export figure
            </Button>
          </Tooltip>
        ) : (
          <Button icon={<FolderOpen size={15} />} onClick={() => showDialog('open')}>
            Open a model
          </Button>
        )}
      </div>
    </header>
  )
}
