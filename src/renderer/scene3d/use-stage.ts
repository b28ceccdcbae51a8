import { type RefObject, useLayoutEffect, useRef, useState } from 'react'
import type { FigureColours } from '../../shared/figures/theme'
import type { FrameState, Pass } from './passes/pass'
import { createStage, type Stage } from './stage'

/** A stage in an element for as long as that stands; `trouble` says why there is none, or none at the moment. */
export function useStage<
  Scenery extends { readonly colours: FigureColours },
  Frame extends Pick<FrameState, 'camera' | 'viewport' | 'pixelRatio'>,
>(root: RefObject<HTMLElement | null>, passes: readonly ((scenery: Scenery) => Pass<Frame>)[]) {
  const stage = useRef<Stage<Scenery, Frame> | null>(null)
  const [trouble, setTrouble] = useState<string | null>(null)
  useLayoutEffect(() => {
    const element = root.current
    if (!element) return
    let made: Stage<Scenery, Frame>
    try {
      made = createStage(passes, {
        drawn: (frames) => {
          element.dataset.frames = String(frames)
        },
        lost: () =>
          setTrouble('The graphics device was lost. This is the same view as a drawing; it returns by itself.'),
        restored: () => setTrouble(null),
      })
    } catch {
      setTrouble('This machine offers no WebGL2, so the view is a drawing: it can be turned, but more slowly.')
      return
    }
    made.canvas.setAttribute('role', 'img')
    made.canvas.style.cssText = 'position:absolute;inset:0;width:100%;height:100%;display:block'
    element.prepend(made.canvas)
    stage.current = made
    return () => {
      stage.current = null
      made.dispose()
    }
  }, [root, passes])
  return { stage, trouble }
}
