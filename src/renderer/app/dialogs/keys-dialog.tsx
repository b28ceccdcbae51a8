import { showDialog, useWindows } from '../../state/windows'
import { Dialog } from '../../ui/dialog'
import { KeyCaps } from '../../ui/key-caps'
import { commands, paletteKeys } from '../commands'
import './dialogs.css'

const others: readonly { readonly keys: readonly string[]; readonly title: string }[] = [
  { keys: [paletteKeys], title: 'Search words and actions' },
  { keys: ['←', '→'], title: 'Station before, station after' },
  { keys: ['↑', '↓'], title: 'Rows of the table' },
  { keys: ['Alt+1', 'Alt+8'], title: 'Context A to context H' },
  { keys: ['Tab', 'Shift+Tab'], title: 'From chip to chip, from control to control' },
  { keys: ['Escape'], title: 'Step back: stop playing, leave the station, leave the token' },
  { keys: ['Enter', 'Shift+Enter'], title: 'In the sentence: run, new line' },
]

export function KeysDialog() {
  const open = useWindows((windows) => windows.dialog === 'keys')
  return (
    <Dialog
      open={open}
      onClose={() => showDialog(null)}
      title="Keys"
      intro="Letters work wherever no text is being typed."
    >
      <dl className="keys">
        {commands
          .filter((command) => command.keys !== undefined)
          .map((command) => (
            <div key={command.id}>
              <dt>{command.title}</dt>
              <dd>
                <KeyCaps keys={command.keys!} />
              </dd>
            </div>
          ))}
        {others.map((other) => (
          <div key={other.title}>
            <dt>{other.title}</dt>
            <dd>
              {other.keys.map((keys) => (
                <KeyCaps key={keys} keys={keys} />
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </Dialog>
  )
}
