import './dot.css'

export type DotState = 'good' | 'busy' | 'warning' | 'bad' | 'waiting'

/** A state as a colour, always beside the words for it. */
export function Dot({ state }: { state: DotState }) {
  return <span className={`dot dot-${state}`} aria-hidden="true" />
}
