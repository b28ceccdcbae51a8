import { Command as Palette } from 'cmdk'
import { Search } from 'lucide-react'
import { Dialog } from 'radix-ui'
import { useState } from 'react'
import type { Trajectory } from '../../../shared/trajectory'
import { visibleText } from '../../../shared/visible-text'
import { selectStation, togglePin, useSelection } from '../../state/selection'
import { useSession } from '../../state/session'
import { stationName, stationOfLayer } from '../../state/station-names'
import { selectToken } from '../../state/trace'
import { showDialog, useWindows } from '../../state/windows'
import { KeyCaps } from '../../ui/key-caps'
import { KindMark } from '../../ui/kind-mark'
import { useReturnFocus } from '../../ui/return-focus'
import { TokenText } from '../../ui/token-text'
import { commands } from '../commands'
import './dialogs.css'

/** A few hundred words are found fast enough; more in one list would only be scrolled past. */
const wordsAtMost = 8

export function CommandPalette() {
  const open = useWindows((windows) => windows.dialog === 'palette')
  return (
    <Dialog.Root open={open} onOpenChange={(next) => !next && showDialog(null)}>
      <Dialog.Portal>
        <div className="scrim" />
        <PalettePanel />
      </Dialog.Portal>
    </Dialog.Root>
  )
}

function PalettePanel() {
  const returnFocus = useReturnFocus()
  return (
    <Dialog.Content className="palette" aria-describedby={undefined} onCloseAutoFocus={returnFocus}>
      <Dialog.Title className="visually-hidden">Search words and actions</Dialog.Title>
      <PaletteList />
    </Dialog.Content>
  )
}

function PaletteList() {
  const [search, setSearch] = useState('')
  const tokens = useSession((session) => session.tokens)
  const trajectory = useSession((session) => session.traced?.trajectory)
  const pinned = useSelection((selection) => selection.pinned)
  const act = (what: () => void) => {
    showDialog(null)
    what()
  }
  const words = search.trim() === '' || !trajectory ? [] : matchingWords(trajectory, search)
  return (
    <Palette label="Search words and actions" loop>
      <div className="palette-search">
        <Search size={16} />
        <Palette.Input placeholder="Search words and actions" value={search} onValueChange={setSearch} />
      </div>
      <Palette.List>
        <Palette.Empty>Nothing is called that.</Palette.Empty>
        {words.length > 0 && (
          <Palette.Group heading="Words around the path">
            {words.map((word) => (
              <Palette.Item
                key={word.id}
                value={`word ${word.text} ${word.id}`}
                onSelect={() =>
                  act(() => {
                    if (!pinned.has(word.id)) togglePin(word.id)
                    selectStation(word.station)
                  })
                }
              >
                <TokenText text={word.text} />
                <small>
                  {pinned.has(word.id) ? 'pinned, ' : 'pin, go to '}
                  {stationName(trajectory!.steps[word.station]!)}
                </small>
              </Palette.Item>
            ))}
          </Palette.Group>
        )}
        <Palette.Group heading="Actions">
          {commands
            .filter((command) => command.available())
            .map((command) => (
              <Palette.Item key={command.id} value={command.title} onSelect={() => act(command.run)}>
                {command.title}
                {command.keys !== undefined && <KeyCaps keys={command.keys} />}
              </Palette.Item>
            ))}
        </Palette.Group>
        {tokens && tokens.length > 0 && (
          <Palette.Group heading="Tokens of the sentence">
            {tokens.map((token, index) => (
              <Palette.Item
                key={index}
                value={`position ${index} ${visibleText(token.text)}`}
                onSelect={() => act(() => selectToken(index))}
              >
                <TokenText text={token.text} />
                <small>position {index}</small>
              </Palette.Item>
            ))}
          </Palette.Group>
        )}
        {trajectory && (
          <Palette.Group heading="Layers">
            {Array.from({ length: trajectory.model.layers }, (_, layer) => (
              <Palette.Item
                key={layer}
                value={`go to layer ${layer}`}
                onSelect={() => act(() => selectStation(stationOfLayer(trajectory.steps, layer)))}
              >
                <KindMark kind="mlp" />
                Go to layer {layer}
              </Palette.Item>
            ))}
          </Palette.Group>
        )}
      </Palette.List>
    </Palette>
  )
}

function matchingWords(trajectory: Trajectory, search: string): Trajectory['words'] {
  const wanted = search.trim().toLowerCase()
  const rank = (text: string) => {
    const plain = text.trim().toLowerCase()
    return plain === wanted ? 0 : plain.startsWith(wanted) ? 1 : plain.includes(wanted) ? 2 : 3
  }
  return trajectory.words
    .map((word) => ({ word, rank: rank(word.text) }))
    .filter((found) => found.rank < 3)
    .sort((a, b) => a.rank - b.rank)
    .slice(0, wordsAtMost)
    .map((found) => found.word)
}
