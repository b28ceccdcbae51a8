import { type FilmKind, filmLimits } from '../../../../shared/figures/film/film'
import { Field } from '../../../ui/field'
import { Segmented } from '../../../ui/segmented'
import { Setting } from '../../../ui/setting'
import { Toggle } from '../../../ui/toggle'
import type { FilmChoice } from './use-film'

const kinds: readonly { readonly value: FilmKind; readonly label: string; readonly hint: string }[] = [
  { value: 'layers', label: 'Layers', hint: 'Paths grow station by station, and each step is named' },
  { value: 'orbit', label: 'Orbit', hint: 'The camera goes round the whole picture once' },
  { value: 'both', label: 'Both', hint: 'Paths grow while the camera goes round' },
]

/** How paths move: what of it, how long, in how many pictures and pixels. */
export function FilmFields({ film, loops }: { film: FilmChoice; loops: boolean }) {
  const { kind, loop, seconds, fps, width, height, settings, set } = film
  const [least, most] = filmLimits.side
  return (
    <>
      <Setting label="Journey">
        <Segmented label="Journey" value={kind} onChange={(next) => set({ kind: next })} options={kinds} />
      </Setting>
      <div className="export-size export-film">
        <Field
          label="Length"
          unit="s"
          inputMode="decimal"
          value={seconds}
          onChange={(event) => set({ seconds: event.target.value })}
        />
        <Field
          label="Frames"
          unit="a s"
          inputMode="numeric"
          value={fps}
          onChange={(event) => set({ fps: event.target.value })}
        />
        <Field
          label="Film width"
          unit="px"
          inputMode="numeric"
          value={width}
          onChange={(event) => set({ width: event.target.value })}
        />
        <Field
          label="Film height"
          unit="px"
          inputMode="numeric"
          value={height}
          onChange={(event) => set({ height: event.target.value })}
        />
      </div>
      {settings === null && (
        <p className="export-wrong">
          {`A film takes ${filmLimits.seconds.join(' to ')} s at ${filmLimits.fps.join(' to ')} frames a second, on an even number of pixels from ${least} to ${most} each way.`}
        </p>
      )}
      {loops && (
        <div className="export-toggles">
          <Toggle
            label="Begin again"
            hint="It plays for ever, and not once"
            pressed={loop}
            onChange={(next) => set({ loop: next })}
          />
        </div>
      )}
    </>
  )
}
