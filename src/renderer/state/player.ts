import { usePreferences } from './preferences'
import { useSelection } from './selection'
import { useSession } from './session'

/** A whole path takes about this long, whatever the depth of the model. */
const wholeMs = 9000
const slowestStepMs = 700
const fastestStepMs = 90

let frame: number | undefined
let timer: ReturnType<typeof setInterval> | undefined

/** How far a step lasts for a path of so many stations. */
export function stepMilliseconds(stations: number): number {
  return Math.min(slowestStepMs, Math.max(fastestStepMs, wholeMs / Math.max(1, stations - 1)))
}

export function togglePlay(): void {
  if (useSelection.getState().playing) pause()
  else play()
}

/** Moves the token along its path from where it stands, or from the start when it stands at the end. */
export function play(): void {
  const last = lastStation()
  if (last < 1) return
  const { station } = useSelection.getState()
  const start = station === null || station >= last ? 0 : station
  useSelection.setState({ playing: true, station: start, playhead: start })
  if (usePreferences.getState().reducedMotion) playInSteps(last)
  else playSmoothly(start, last)
}

export function pause(): void {
  useSelection.setState({ playing: false, playhead: null })
}

function playSmoothly(start: number, last: number): void {
  const step = stepMilliseconds(last + 1)
  const began = performance.now()
  const tick = (now: number) => {
    if (!useSelection.getState().playing || lastStation() !== last) return stopTicking()
    const playhead = Math.min(last, start + Math.max(0, now - began) / step)
    const atEnd = playhead >= last
    useSelection.setState({ playhead: atEnd ? null : playhead, station: Math.floor(playhead), playing: !atEnd })
    if (!atEnd) frame = requestAnimationFrame(tick)
  }
  stopTicking()
  frame = requestAnimationFrame(tick)
}

/** For those who asked for less motion: from station to station, with time to read each. */
function playInSteps(last: number): void {
  stopTicking()
  timer = setInterval(() => {
    const { playing, station } = useSelection.getState()
    if (!playing || lastStation() !== last || station === null || station >= last) {
      stopTicking()
      pause()
      return
    }
    useSelection.setState({ station: station + 1, playhead: null })
  }, slowestStepMs)
}

function stopTicking(): void {
  if (frame !== undefined) cancelAnimationFrame(frame)
  clearInterval(timer)
  frame = undefined
  timer = undefined
}

function lastStation(): number {
  return (useSession.getState().traced?.trajectory.steps.length ?? 0) - 1
}

/** Moves the selection by whole stations, and stays within the path. */
export function moveStation(by: number): void {
  const last = lastStation()
  if (last < 0) return
  const { station } = useSelection.getState()
  const from = station ?? (by > 0 ? -1 : last + 1)
  useSelection.setState({ station: Math.min(last, Math.max(0, from + by)), playhead: null, playing: false })
}
