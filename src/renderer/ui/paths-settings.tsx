import { type ReactNode, useState } from 'react'
import { Setting } from './setting'
import { Slider } from './slider'
import { Toggle } from './toggle'

export interface PathsSettings {
  readonly words: number
  /** Whether the chosen station is marked. */
  readonly station: boolean
  readonly settings: ReactNode
}

/** What is set in the export dialog for a figure of several paths with their chart. */
export function usePathsSettings(): PathsSettings {
  const [words, setWords] = useState(20)
  const [station, setStation] = useState(false)
  const settings = (
    <>
      <Setting label={`Words with a label, at most ${words}`}>
        <Slider label="Words with a label" min={0} max={60} step={5} value={words} onChange={setWords} />
      </Setting>
      <Setting label="Show">
        <Toggle
          label="Selected station"
          hint="A ring on each path, and a line in the chart"
          pressed={station}
          onChange={setStation}
        />
      </Setting>
      <p className="export-note">The camera is that of the window.</p>
    </>
  )
  return { words, station, settings }
}
