import type { MenuItemConstructorOptions } from 'electron'
import type { HostEvent } from '../../../shared/contract'

type Command = Extract<HostEvent, { type: 'command' }>['command']

export interface MenuOptions {
  readonly platform: NodeJS.Platform
  /** Reloading and the page's inspector are for those who work on the program. */
  readonly developing: boolean
  readonly onCommand: (command: Command) => void
}

/** The menu says what the window can do; the window does it. The ids are for tests. */
export function menuTemplate({ platform, developing, onCommand }: MenuOptions): MenuItemConstructorOptions[] {
  const item = (label: string, command: Command, accelerator?: string): MenuItemConstructorOptions => ({
    id: command,
    label,
    click: () => onCommand(command),
    ...(accelerator ? { accelerator } : {}),
  })
  const separator: MenuItemConstructorOptions = { type: 'separator' }
  const mac = platform === 'darwin'
  return [
    ...(mac ? [{ role: 'appMenu' } as const] : []),
    {
      label: '&File',
      submenu: [
        item('Open Model…', 'open', 'CmdOrCtrl+O'),
        item('Open File…', 'open-file'),
        item('Export Figure…', 'export', 'CmdOrCtrl+E'),
        separator,
        mac ? { role: 'close' } : { role: 'quit' },
      ],
    },
    { role: 'editMenu' },
    { label: '&Run', submenu: [item('Run', 'run', 'CmdOrCtrl+Enter')] },
    {
      label: '&View',
      submenu: [
        item('Light or Dark', 'toggle-theme'),
        separator,
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        separator,
        { role: 'togglefullscreen' },
        ...(developing ? ([separator, { role: 'reload' }, { role: 'toggleDevTools' }] as const) : []),
      ],
    },
    ...(mac ? [{ role: 'windowMenu' } as const] : []),
    { role: 'help', label: '&Help', submenu: [item('Keyboard Keys', 'keys')] },
  ]
}
