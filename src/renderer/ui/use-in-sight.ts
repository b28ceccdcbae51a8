import { type RefObject, useEffect, useState } from 'react'

/** Items `from` up to and without `to`. */
export interface InSight {
  readonly from: number
  readonly to: number
}

/** Items on either side that are there before they are in sight: keys go to them, and a quick scroll finds something. */
const beyond = 6
/** Before anything is measured, a screen's worth. */
const atFirst = 24

/**
 * Which of `count` items of `pitch` CSS pixels each are in sight of the element that scrolls them, downwards or across, so that
 * only these need to be there.
 */
export function useInSight(
  scroller: RefObject<HTMLElement | null>,
  along: 'down' | 'across',
  pitch: number,
  count: number,
): InSight {
  const [sight, setSight] = useState<InSight>({ from: 0, to: atFirst })
  useEffect(() => {
    const element = scroller.current
    if (!element) return
    const look = () => {
      const [start, length] =
        along === 'down' ? [element.scrollTop, element.clientHeight] : [element.scrollLeft, element.clientWidth]
      const from = Math.max(0, Math.floor(start / pitch) - beyond)
      const to = Math.ceil((start + length) / pitch) + beyond
      setSight((now) => (now.from === from && now.to === to ? now : { from, to }))
    }
    const observer = new ResizeObserver(look)
    observer.observe(element)
    element.addEventListener('scroll', look, { passive: true })
    return () => {
      observer.disconnect()
      element.removeEventListener('scroll', look)
    }
  }, [scroller, along, pitch])
  const to = Math.min(count, sight.to)
  return { from: Math.min(sight.from, Math.max(0, to - 1)), to }
}
