import { Box, Folder } from 'lucide-react'
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import { clients } from '../../state/clients'
import { Button } from '../../ui/button'
import { Field } from '../../ui/field'

interface Completion {
  readonly path: string
  readonly isModel: boolean
}

export interface PathFieldProps {
  busy: boolean
  /** What the button says. */
  action: string
  onOpen: (path: string) => void
}

/** A typed path with the folders and files that could come next. Tab or a click completes; Enter opens. */
export function PathField({ busy, action, onOpen }: PathFieldProps) {
  const [path, setPath] = useState('')
  const [at, setAt] = useState(-1)
  const choices = useCompletions(path)
  const listId = useId()
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => {
    list.current?.children[at]?.scrollIntoView({ block: 'nearest' })
  }, [at])

  const complete = (choice: Completion) => {
    setAt(-1)
    setPath(choice.isModel ? choice.path : withSlash(choice.path))
  }
  const press = (event: KeyboardEvent) => {
    const shown = choices ?? []
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      if (shown.length === 0) return
      const by = event.key === 'ArrowDown' ? 1 : -1
      setAt((now) => (now + by + shown.length + (now < 0 && by < 0 ? 1 : 0)) % shown.length)
    } else if (event.key === 'Tab' && !event.shiftKey) {
      const choice = shown[at] ?? (shown.length === 1 ? shown[0] : undefined)
      if (!choice || choice.path === path) return
      event.preventDefault()
      complete(choice)
    }
  }
  const submit = () => {
    const choice = choices?.[at]
    if (choice && !choice.isModel) complete(choice)
    else if ((choice?.path ?? path).trim() !== '') onOpen((choice?.path ?? path).trim())
  }

  return (
    <div className="open-path">
      <form
        className="open-form"
        onSubmit={(event) => {
          event.preventDefault()
          submit()
        }}
      >
        <Field
          label="Path or name"
          mono
          placeholder="~/models/SmolLM2-135M"
          autoFocus
          value={path}
          role="combobox"
          aria-expanded={choices !== null && choices.length > 0}
          aria-controls={listId}
          aria-autocomplete="list"
          {...(at >= 0 ? { 'aria-activedescendant': `${listId}-${at}` } : {})}
          onChange={(event) => {
            setPath(event.target.value)
            setAt(-1)
          }}
          onKeyDown={press}
        />
        <Button type="submit" variant="primary" disabled={busy || path.trim() === ''}>
          {action}
        </Button>
      </form>
      <div
        id={listId}
        ref={list}
        role="listbox"
        aria-label="Folders and models"
        className="open-choices"
        hidden={!choices || choices.length === 0}
      >
        {choices?.map((choice, index) => (
          // biome-ignore lint/a11y/useFocusableInteractive: as above
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field's own keys choose
          <div
            key={choice.path}
            id={`${listId}-${index}`}
            role="option"
            aria-selected={index === at}
            onPointerMove={() => setAt(index)}
            onClick={() => (choice.isModel ? onOpen(choice.path) : complete(choice))}
          >
            {choice.isModel ? <Box size={14} /> : <Folder size={14} />}
            <span className="open-choice-path mono">{choice.path}</span>
            {choice.isModel && <small>model</small>}
          </div>
        ))}
      </div>
      {choices?.length === 0 && path.trim() !== '' && (
        <p className="open-none">No folder and no model begins like this.</p>
      )}
    </div>
  )
}

const pauseMs = 90

/** Folders and files below what is typed; null until the engine has answered. */
function useCompletions(path: string): readonly Completion[] | null {
  const [choices, setChoices] = useState<readonly Completion[] | null>(null)
  useEffect(() => {
    const controller = new AbortController()
    const timer = setTimeout(() => {
      clients()
        .engine.model.complete({ path }, { signal: controller.signal })
        .then(
          (answer) => !controller.signal.aborted && setChoices(answer),
          () => !controller.signal.aborted && setChoices([]),
        )
    }, pauseMs)
    return () => {
      clearTimeout(timer)
      controller.abort()
    }
  }, [path])
  return choices
}

function withSlash(path: string): string {
  const separator = path.includes('\\') && !path.includes('/') ? '\\' : '/'
  return path.endsWith(separator) ? path : path + separator
}
