import { keyLabels } from './platform'
import './key-caps.css'

/** `Mod+K`, drawn as keys. */
export function KeyCaps({ keys }: { keys: string }) {
  return (
    <span className="key-caps">
      {keyLabels(keys).map((label) => (
        <kbd key={label}>{label}</kbd>
      ))}
    </span>
  )
}
