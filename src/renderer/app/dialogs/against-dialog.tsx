import { useEffect } from 'react'
import { chooseReference, forgetChoosing, useTwoModels } from '../../state/two-models'
import { showDialog, useWindows } from '../../state/windows'
import { Dialog } from '../../ui/dialog'
import { ModelChoice } from './model-choice'
import './dialogs.css'

async function choose(path: string): Promise<void> {
  if (await chooseReference(path)) showDialog(null)
}

/** Chooses the model that the open one is measured against. */
export function AgainstDialog() {
  const shown = useWindows((windows) => windows.dialog === 'against')
  const choosing = useTwoModels((state) => state.choosing)
  useEffect(() => {
    if (shown && useTwoModels.getState().choosing?.fault) forgetChoosing()
  }, [shown])
  return (
    <Dialog
      open={shown}
      onClose={() => {
        forgetChoosing()
        showDialog(null)
      }}
      title="Compare with a model"
      intro="Another version of the open model: in another quantisation or size, or trained on from it. It is the reference that the open one is measured against."
    >
      <ModelChoice
        opening={choosing}
        action="Compare"
        failed="It cannot be the reference"
        onOpen={(path) => void choose(path)}
        onCancel={forgetChoosing}
      />
    </Dialog>
  )
}
