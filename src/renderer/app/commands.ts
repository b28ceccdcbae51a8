import { openChosen } from '../state/choose-model'
import { addContext } from '../state/contexts'
import { useContextsChoices } from '../state/contexts-look'
import { exportNumbers } from '../state/export-numbers'
import { togglePlay } from '../state/player'
import { chooseTheme, toggleTheme } from '../state/preferences'
import { switchable } from '../state/reading'
import { useSelection } from '../state/selection'
import { startCheck } from '../state/self-check'
import { setReading } from '../state/sentence'
import { useSession } from '../state/session'
import { run, stop } from '../state/trace'
import { useModelsChoices } from '../state/two-models'
import { searchFieldId, useVocabulary } from '../state/vocabulary'
import { bringToFront, showDialog } from '../state/windows'
import { exportFront } from './dialogs/export/figures'
import { resetLayout } from './layout'

export interface Command {
  readonly id: string
  readonly title: string
  readonly keys?: string
  /** Whether it can be done now; what cannot is not offered. */
  readonly available: () => boolean
  readonly run: () => void
}

const isOpen = () => useSession.getState().model !== null
const isTraced = () => useSession.getState().traced !== null
const always = () => true

function canSwitch(what: 'special' | 'chat'): boolean {
  const { model, templates, reading } = useSession.getState()
  return model !== null && switchable(templates, reading)[what]
}

function switchReading(what: 'special' | 'chat'): void {
  const { reading } = useSession.getState()
  void setReading({ [what]: !reading[what] })
}

export function focusSentence(): void {
  document.getElementById('sentence')?.focus()
}

/** The field is there once the map's panel is in front and the words are read. */
function findWord(): void {
  bringToFront(['vocabulary'])
  const until = performance.now() + 3000
  const look = () => {
    const field = document.getElementById(searchFieldId)
    if (field) field.focus()
    else if (performance.now() < until) requestAnimationFrame(look)
  }
  requestAnimationFrame(look)
}

/** Everything that can be done from the command field, and by key where it has one. */
export const commands: readonly Command[] = [
  { id: 'open', title: 'Open a model', keys: 'Mod+O', available: always, run: () => showDialog('open') },
  {
    id: 'open-file',
    title: 'Open a model file',
    available: () => useSession.getState().host?.canChoose ?? false,
    run: () => void openChosen('file'),
  },
  { id: 'sentence', title: 'Edit the sentence', keys: 'E', available: isOpen, run: focusSentence },
  {
    id: 'special',
    title: 'Add or leave out special tokens',
    available: () => canSwitch('special'),
    run: () => switchReading('special'),
  },
  {
    id: 'chat',
    title: 'Read the sentence as a chat or as it is',
    available: () => canSwitch('chat'),
    run: () => switchReading('chat'),
  },
  { id: 'context', title: 'Add a context', available: isOpen, run: addContext },
  {
    id: 'against',
    title: 'Compare with a model',
    available: isOpen,
    run: () => {
      bringToFront(['two-models'])
      showDialog('against')
    },
  },
  { id: 'run', title: 'Run the model', keys: 'Mod+Enter', available: isOpen, run },
  { id: 'stop', title: 'Stop', available: () => useSession.getState().task !== null, run: stop },
  {
    id: 'check',
    title: 'Check this model',
    available: isOpen,
    run: () => {
      bringToFront(['model'])
      void startCheck()
    },
  },
  { id: 'export', title: 'Export the figure', keys: 'Mod+E', available: isOpen, run: exportFront },
  { id: 'csv', title: 'Export the numbers as CSV', available: isTraced, run: () => void exportNumbers('csv') },
  { id: 'json', title: 'Export the numbers as JSON', available: isTraced, run: () => void exportNumbers('json') },
  { id: 'play', title: 'Play the path', keys: 'Space', available: isTraced, run: togglePlay },
  {
    id: 'others',
    title: 'Show or hide the other tokens',
    keys: 'O',
    available: isTraced,
    run: () => useSelection.setState(({ showOthers }) => ({ showOthers: !showOthers })),
  },
  {
    id: 'home',
    title: 'Frame the path',
    keys: 'H',
    available: isTraced,
    run: () => {
      useSelection.setState({ camera: null })
      useContextsChoices.setState({ camera: null })
      useModelsChoices.setState({ camera: null })
      useVocabulary.setState({ camera: null })
    },
  },
  { id: 'words', title: 'Show the map of all words', available: isOpen, run: () => bringToFront(['vocabulary']) },
  { id: 'find-word', title: 'Find a word on the map', keys: '/', available: isOpen, run: findWord },
  {
    id: 'lasso',
    title: 'Draw a shape around words of the map',
    keys: 'L',
    available: isOpen,
    run: () => {
      bringToFront(['vocabulary'])
      useVocabulary.setState(({ lasso }) => ({ lasso: !lasso }))
    },
  },
  { id: 'theme', title: 'Switch between dark and light', available: always, run: toggleTheme },
  { id: 'system', title: 'Follow the system’s theme', available: always, run: () => chooseTheme('system') },
  { id: 'layout', title: 'Reset the layout of the panels', available: isOpen, run: resetLayout },
  { id: 'keys', title: 'Show the list of keys', keys: '?', available: always, run: () => showDialog('keys') },
]

export const paletteKeys = 'Mod+K'
