import { ArrowDown, ArrowUp, GripVertical, X } from 'lucide-react'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import type { PanelLetters } from '../../../../shared/figures/panel-letters'
import {
  labelPanel,
  movePanel,
  type PagePanel,
  panelMark,
  removePanel,
  useFigurePage,
} from '../../../state/figure-page'
import { classes } from '../../../ui/classes'
import { IconButton } from '../../../ui/icon-button'
import { viewFigure } from './figures'

/** The panels in their order, which the mouse drags and the keys move; each with its letter and what stands beside that. */
export function PagePanels({ letters }: { letters: PanelLetters }) {
  const panels = useFigurePage((page) => page.panels)
  const [dragged, setDragged] = useState<number | null>(null)
  if (panels.length === 0) return null
  return (
    <ol className="page-panels" aria-label="Panels">
      {panels.map((panel, index) => (
        <Panel
          key={panel.id}
          panel={panel}
          mark={panelMark(index, letters)}
          index={index}
          last={panels.length - 1}
          isDragged={dragged === panel.id}
          onDrag={setDragged}
          onOver={() => dragged !== null && dragged !== panel.id && movePanel(dragged, index)}
        />
      ))}
    </ol>
  )
}

interface PanelProps {
  panel: PagePanel
  mark: string
  index: number
  last: number
  isDragged: boolean
  onDrag: (id: number | null) => void
  onOver: () => void
}

function Panel({ panel, mark, index, last, isDragged, onDrag, onOver }: PanelProps) {
  const { id, label, of } = panel
  const { title } = viewFigure(panel.kind)
  const named = `${mark} ${title}`
  const row = useRef<HTMLLIElement>(null)
  /** What had the focus when it was moved: an element that is put elsewhere loses it. */
  const held = useRef<Element | null>(null)
  useEffect(() => {
    if (held.current instanceof HTMLElement) held.current.focus()
    held.current = null
  }, [index])
  const move = (to: number) => {
    held.current = document.activeElement
    movePanel(id, to)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return
    event.preventDefault()
    move(event.key === 'ArrowUp' ? index - 1 : index + 1)
  }
  return (
    <li
      ref={row}
      className={classes('page-panel', isDragged && 'page-panel-dragged')}
      onKeyDown={onKeyDown}
      onDragOver={(event) => {
        event.preventDefault()
        onOver()
      }}
      onDrop={(event) => event.preventDefault()}
    >
      {/* The handle alone is dragged, so that text in the field can be selected. The keys have the arrows beside. */}
      <span
        className="page-grip"
        draggable
        aria-hidden="true"
        onDragStart={(event) => {
          event.dataTransfer.effectAllowed = 'move'
          event.dataTransfer.setData('text/plain', named)
          if (row.current) event.dataTransfer.setDragImage(row.current, 0, 0)
          onDrag(id)
        }}
        onDragEnd={() => onDrag(null)}
      >
        <GripVertical size={14} />
      </span>
      <span className="page-mark">{mark}</span>
      <div className="page-name">
        <span>{title}</span>
        {of !== '' && <small>{of}</small>}
      </div>
      <IconButton label={`Move ${named} up`} keys="Alt+↑" aria-disabled={index === 0} onClick={() => move(index - 1)}>
        <ArrowUp size={14} />
      </IconButton>
      <IconButton
        label={`Move ${named} down`}
        keys="Alt+↓"
        aria-disabled={index === last}
        onClick={() => move(index + 1)}
      >
        <ArrowDown size={14} />
      </IconButton>
      <IconButton label={`Remove ${named}`} onClick={() => removePanel(id)}>
        <X size={14} />
      </IconButton>
      <input
        className="page-label"
        aria-label={`Beside ${named}`}
        placeholder={`Text beside ${mark}`}
        maxLength={200}
        autoComplete="off"
        value={label}
        onChange={(event) => labelPanel(id, event.target.value)}
      />
    </li>
  )
}
