import { type ReactNode, useRef } from 'react'
import { Button } from './button'

/** Chooses a file by the system's own chooser, whose field is called `label`. */
export function FileButton(props: {
  readonly label: string
  /** Endings with commas between them. */
  readonly accept: string
  readonly icon: ReactNode
  readonly children: ReactNode
  readonly onFile: (file: File) => void
}) {
  const { label, accept, icon, children, onFile } = props
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <Button icon={icon} onClick={() => input.current?.click()}>
        {children}
      </Button>
      <input
        ref={input}
        type="file"
        accept={accept}
        aria-label={label}
        hidden
        onChange={({ target }) => {
          const [file] = target.files ?? []
          // The same file can then be chosen again.
          target.value = ''
          if (file) onFile(file)
        }}
      />
    </>
  )
}
