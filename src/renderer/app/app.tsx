import { useSession } from '../state/session'
import { TooltipProvider } from '../ui/tooltip'
import { AgainstDialog } from './dialogs/against-dialog'
import { CommandPalette } from './dialogs/command-palette'
import { ExportDialog } from './dialogs/export/export-dialog'
import { FigureOpening } from './dialogs/figure-opening'
import { KeysDialog } from './dialogs/keys-dialog'
import { OpenDialog } from './dialogs/open-dialog'
import { OpeningFailed } from './dialogs/opening-failed'
import { DropTarget } from './drop-target'
import { useKeys } from './keys'
import { SentenceBar } from './sentence/sentence-bar'
import { StartPage } from './start/start-page'
import { Unreachable } from './start/unreachable'
import { StatusLine } from './status/status-line'
import { TopBar } from './top-bar/top-bar'
import { Workbench } from './workbench'
import './app.css'

export function App() {
  const isOpen = useSession((session) => session.model !== null)
  const link = useSession((session) => session.link)
  useKeys()
  if (typeof link === 'object') return <Unreachable fault={link.failed} />
  return (
    <TooltipProvider delayDuration={350} skipDelayDuration={200}>
      <div className="app">
        <TopBar />
        {isOpen && <SentenceBar />}
        <main className="app-main">{isOpen ? <Workbench /> : <StartPage />}</main>
        <StatusLine />
      </div>
      <OpenDialog />
      <AgainstDialog />
      <OpeningFailed />
      <ExportDialog />
      <FigureOpening />
      <KeysDialog />
      <CommandPalette />
      <DropTarget />
    </TooltipProvider>
  )
}
