import { useEffect } from 'react'
import { byteText } from '../../shared/byte-text'
import { cancelCopy, dismissDrop, dragOver, dropped, tellsPaths, useDrop } from '../state/drop'

import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'
import { FaultCard } from '../ui/fault-card'
import { ProgressBar } from '../ui/progress-bar'
import './drop-target.css'

/** Files from outside, and not one of our own panels on its way to another place. */
function carriesFiles(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes('Files') ?? false
}

/** The whole window takes a model: a folder, or files. */
export function DropTarget() {
  useEffect(() => {
    const over = (event: DragEvent) => {
      if (!carriesFiles(event)) return
      event.preventDefault()
      event.dataTransfer!.dropEffect = 'copy'
      dragOver(true)
    }
    const leave = (event: DragEvent) => {
      // Leaving an element for another also fires; only leaving the window has nowhere to go.
      if (event.relatedTarget === null) dragOver(false)
    }
    const drop = (event: DragEvent) => {
      if (!carriesFiles(event)) return
      event.preventDefault()
      void dropped(event.dataTransfer!)
    }
    addEventListener('dragover', over)
    addEventListener('dragleave', leave)
    addEventListener('drop', drop)
    return () => {
      removeEventListener('dragover', over)
      removeEventListener('dragleave', leave)
      removeEventListener('drop', drop)
    }
  }, [])
  const state = useDrop((drop) => drop.state)
  if (state.phase === 'over') {
    return (
      <div className="drop-over">
        <p>Drop a model’s folder, or a GGUF or ONNX file, to open it, or a saved figure to see it again</p>
        {!tellsPaths() && <small>The browser does not tell where it lies, so it is copied to the engine.</small>}
      </div>
    )
  }
  if (state.phase === 'copying') {
    const { name, done, total } = state.progress
    return (
      <Dialog
        open
        onClose={cancelCopy}
        title={`Copying ${name}`}
        intro="The browser does not tell where a dropped model lies, so it is copied to the engine’s machine. Opening it by path copies nothing."
        foot={<Button onClick={cancelCopy}>Cancel</Button>}
      >
        <div className="drop-progress">
          <ProgressBar label={`Copying ${name}`} share={total > 0 ? done / total : null} />
          <p className="quiet">
            {byteText(done)} of {byteText(total)}
          </p>
        </div>
      </Dialog>
    )
  }
  if (state.phase === 'failed') {
    return (
      <Dialog open onClose={dismissDrop} title="What was dropped was not taken">
        <FaultCard fault={state.fault}>
          <Button onClick={dismissDrop}>Close</Button>
        </FaultCard>
      </Dialog>
    )
  }
  return null
}
