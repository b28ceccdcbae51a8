import { Pause, Play } from 'lucide-react'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { type FilmSettings, frameCount } from '../../../../shared/figures/film/film'
import type { Sliced } from '../../../../shared/slices'
import { IconButton } from '../../../ui/icon-button'
import { ProgressBar } from '../../../ui/progress-bar'
import { Slider } from '../../../ui/slider'
import { useSize } from '../../../ui/use-size'
import { useFilmPlan } from './use-film-plan'

interface Props {
  readonly settings: FilmSettings
  /** Tells one film from another, since functions are made anew each time. */
  readonly wish: string
  readonly film: (settings: FilmSettings) => Sliced<(frame: number) => ReactNode>
}

/** The film as it will be, frame by frame; it plays at its own speed, and leaves out frames where drawing takes longer. */
export function FilmPreview({ settings, wish, film }: Props) {
  const { at, share } = useFilmPlan(wish, () => film(settings))
  const frames = frameCount(settings)
  const [frame, setFrame] = useState(0)
  const [isPlaying, setPlaying] = useState(() => !window.matchMedia('(prefers-reduced-motion: reduce)').matches)
  const stage = useRef<HTMLDivElement>(null)
  const room = useSize(stage)
  const shown = Math.min(frame, frames - 1)
  useEffect(() => {
    if (!isPlaying || !at) return
    const [began, first] = [performance.now(), shown]
    let request = requestAnimationFrame(function next(now) {
      setFrame((first + Math.floor(((now - began) / 1000) * settings.fps)) % frames)
      request = requestAnimationFrame(next)
    })
    return () => cancelAnimationFrame(request)
    // Where it is when it starts is where it goes on from.
  }, [isPlaying, at])
  const scale = Math.min(1, room.width / settings.width, room.height / settings.height)
  return (
    <figure className="figure-preview" aria-label="Preview">
      <div className="figure-tools film-tools">
        <IconButton label={isPlaying ? 'Pause the preview' : 'Play the preview'} onClick={() => setPlaying(!isPlaying)}>
          {isPlaying ? <Pause size={14} /> : <Play size={14} />}
        </IconButton>
        <Slider
          label="Frame"
          min={0}
          max={frames - 1}
          step={1}
          value={shown}
          spoken={`Frame ${shown + 1} of ${frames}`}
          onChange={(next) => {
            setPlaying(false)
            setFrame(next)
          }}
        />
      </div>
      <div className="figure-stage" ref={stage}>
        {!at && (
          <div className="film-preparing">
            <span>Preparing</span>
            <ProgressBar label="Preparing the preview" share={share} />
          </div>
        )}
        {at && scale > 0 && (
          <div className="figure-paper" style={{ width: settings.width * scale, height: settings.height * scale }}>
            <div className="figure-scaled" style={{ scale: String(scale) }}>
              {at(shown)}
            </div>
          </div>
        )}
      </div>
      <figcaption>
        <span>{`Frame ${shown + 1} of ${frames}`}</span>
      </figcaption>
    </figure>
  )
}
