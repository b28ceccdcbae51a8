import { ImageUp } from 'lucide-react'
import { useEffect } from 'react'
import { modelFormats } from '../../../shared/formats'
import { tellsPaths } from '../../state/drop'
import { openFigure } from '../../state/open-figure'
import { cancelOpening, dismissOpening, openModel } from '../../state/open-model'
import { useSession } from '../../state/session'
import { showDialog, useWindows } from '../../state/windows'
import { Dialog } from '../../ui/dialog'
import { FileButton } from '../../ui/file-button'
import { ModelChoice } from './model-choice'
import './dialogs.css'

async function open(path: string): Promise<void> {
  if (await openModel(path)) showDialog(null)
}

/** A figure that was saved, by the system's own chooser. */
function FigureFile() {
  return (
    <div className="open-choosers">
      <FileButton
        label="A saved figure"
        accept=".svg,.pdf,.eps,.png,.webp,.glb,.gif,.mp4,.json"
        icon={<ImageUp size={15} />}
        onFile={(file) => void openFigure(file)}
      >
        Open a saved figure
      </FileButton>
    </div>
  )
}

const words = modelFormats.map(({ inWords }) => inWords)

/** By path with completion, by the native chooser where there is one, or one of the last. */
export function OpenDialog() {
  const shown = useWindows((windows) => windows.dialog === 'open')
  const opening = useSession((session) => session.opening)
  useEffect(() => {
    if (shown) dismissOpening()
  }, [shown])
  const busy = opening !== null && opening.fault === null
  return (
    <Dialog
      open={shown}
      onClose={() => {
        if (busy) cancelOpening()
        // A failure was read here; nobody needs it again under the dialog.
        else dismissOpening()
        showDialog(null)
      }}
      // With a model open and no sentence yet, typing one is what comes next.
      focusAfter={() => (useSession.getState().text === '' ? document.getElementById('sentence') : null)}
      title="Open a model"
      intro={`Opens ${words.slice(0, -1).join(', ')}, or ${words.at(-1)}.`}
    >
      <ModelChoice
        opening={opening}
        action="Open"
        failed="The model did not open"
        onOpen={(path) => void open(path)}
        onCancel={cancelOpening}
      />
      <FigureFile />
      <p className="open-note">
        {tellsPaths()
          ? 'A folder or a file can also be dropped anywhere on the window.'
          : 'A folder or a file can also be dropped anywhere on the window; the browser does not tell where it lies, so it is then copied to the engine.'}
      </p>
    </Dialog>
  )
}
