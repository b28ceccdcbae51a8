import { type ReactNode, useEffect, useState } from 'react'
import { inSlices, type Sliced } from '../../../../shared/slices'
import { othersTurn } from '../../../client/others-turn'

type FilmPlan = Sliced<(frame: number) => ReactNode>

interface PlannedFilm {
  /** Of which film this is told. */
  readonly wish: string
  /** Null until the film is planned. */
  readonly at: ((frame: number) => ReactNode) | null
  /** How much of the planning is done. */
  readonly share: number
}

/** A film's frames; it is planned a few milliseconds at a time, and no further once another is wished for. */
export function useFilmPlan(wish: string, plan: () => FilmPlan): Omit<PlannedFilm, 'wish'> {
  const [planned, setPlanned] = useState<PlannedFilm>({ wish: '', at: null, share: 0 })
  useEffect(() => {
    const controller = new AbortController()
    const { signal } = controller
    const giveWay = async (share: number) => {
      setPlanned({ wish, at: null, share })
      await othersTurn()
      signal.throwIfAborted()
    }
    inSlices(plan(), giveWay).then(
      (at) => {
        if (!signal.aborted) setPlanned({ wish, at, share: 1 })
      },
      (error) => {
        if (!signal.aborted) throw error
      },
    )
    return () => controller.abort()
    // Functions are made anew each time.
  }, [wish])
  return planned.wish === wish ? planned : { at: null, share: 0 }
}
