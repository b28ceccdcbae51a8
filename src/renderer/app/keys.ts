import { useEffect } from 'react'
import { moveStation } from '../state/player'
import { stepBack } from '../state/selection'
import { showDialog, useWindows } from '../state/windows'
import { commands, paletteKeys } from './commands'

/** What a key press is called in a command's `keys`. */
export function keyName(event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>): string {
  const key = event.key === ' ' ? 'Space' : event.key.length === 1 ? event.key.toUpperCase() : event.key
  return event.ctrlKey || event.metaKey ? `Mod+${key}` : key
}

/** A person who types means the letter, not the command. */
function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable="true"]') !== null
}

/** A focused control keeps the keys that work it. */
function worksControl(target: EventTarget | null, name: string): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (name === 'Space' || name === 'Enter') return target.closest('button, a, summary, [role="tab"]') !== null
  if (!name.startsWith('Arrow')) return false
  return target.closest('[role="slider"], [role="radio"], [role="tab"], [role="menu"], [role="separator"]') !== null
}

function press(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing || event.altKey) return
  const name = keyName(event)
  const withMod = name.startsWith('Mod+')
  const inDialog =
    useWindows.getState().dialog !== null || document.querySelector('[role="dialog"],[role="menu"]') !== null
  if (inDialog && !(withMod && name !== 'Mod+Enter')) return
  if (!withMod && isTyping(event.target)) return
  if (worksControl(event.target, name)) return
  // A focused panel keeps ↑ and ↓ for its scrolling; with nothing focused they go through the rows of the table.
  const by = event.target === document.body ? { ArrowUp: -1, ArrowDown: 1 }[name] : undefined
  if (by !== undefined) moveStation(by)
  if (by !== undefined || act(name)) event.preventDefault()
}

function act(name: string): boolean {
  if (name === paletteKeys) {
    showDialog('palette')
    return true
  }
  if (name === 'ArrowLeft' || name === 'ArrowRight') {
    moveStation(name === 'ArrowLeft' ? -1 : 1)
    return true
  }
  if (name === 'Escape') return stepBack()
  const command = commands.find((candidate) => candidate.keys === name)
  if (!command?.available()) return command?.keys?.startsWith('Mod+') ?? false
  command.run()
  return true
}

export function useKeys(): void {
  useEffect(() => {
    addEventListener('keydown', press)
    return () => removeEventListener('keydown', press)
  }, [])
}
