import type { JSX, ReactNode, RefObject } from 'react'

interface Props {
  readonly root: RefObject<HTMLDivElement | null>
  readonly testId: string
  readonly background: string
  /** Whether a click on what is under the pointer does something. */
  readonly isPointed: boolean
  readonly children: ReactNode
}

/** The element that holds a 3D view: its canvas is put before the children, which lie over it. */
export function SceneFrame({ root, testId, background, isPointed, children }: Props): JSX.Element {
  return (
    <div
      ref={root}
      data-testid={testId}
      style={{
        position: 'relative',
        width: '100%',
        height: '100%',
        overflow: 'hidden',
        touchAction: 'none',
        userSelect: 'none',
        background,
        cursor: isPointed ? 'pointer' : 'grab',
      }}
    >
      {children}
    </div>
  )
}
