/** Whether the command key is written ⌘. */
export const isMac = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.platform)

/** `Mod+K` as this machine's keyboard has it. */
export function keyLabels(keys: string): string[] {
  const names: Record<string, string> = isMac
    ? { Mod: '⌘', Enter: '↩', Escape: 'esc', Shift: '⇧' }
    : { Mod: 'Ctrl', Escape: 'Esc' }
  return keys.split('+').map((key) => names[key] ?? key)
}
