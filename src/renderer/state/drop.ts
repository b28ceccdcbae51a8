import { create } from 'zustand'
import { type FaultData, toFaultData } from '../../shared/fault'
import { ggufModels } from '../../shared/gguf-names'
import { chooseOnnxName, isOnnxName } from '../../shared/onnx-names'
import { type CopyProgress, copyDropped, droppedEntries, readDropped } from './dropped-folder'
import { isMediaFile, takeMediaFile } from './media'
import { figureFiles, openFigure } from './open-figure'
import { openModel } from './open-model'
import { useSession } from './session'

declare global {
  interface Window {
    /** Offered by the desktop host's preload: where a dropped file lies. A browser does not tell. */
    readonly tokentrace?: { pathForFile?(file: File): string }
  }
}

export type DropState =
  | { readonly phase: 'none' }
  | { readonly phase: 'over' }
  | { readonly phase: 'copying'; readonly progress: CopyProgress }
  | { readonly phase: 'failed'; readonly fault: FaultData }

export const useDrop = create<{ readonly state: DropState }>()(() => ({ state: { phase: 'none' } }))

const set = (state: DropState) => useDrop.setState({ state })

let copying: AbortController | undefined

/** Whether the window is told paths, and need not copy. */
export function tellsPaths(): boolean {
  return window.tokentrace?.pathForFile !== undefined
}

export function dragOver(isOver: boolean): void {
  const { phase } = useDrop.getState().state
  if (phase === 'none' && isOver) set({ phase: 'over' })
  else if (phase === 'over' && !isOver) set({ phase: 'none' })
}

export async function dropped(transfer: DataTransfer): Promise<void> {
  set({ phase: 'none' })
  const files = [...transfer.files]
  const [first] = files
  // What the open model reads comes before a figure, which may also be an image.
  const reads = useSession.getState().model?.reads
  if (files.length === 1 && first && reads && isMediaFile(reads, first.name)) {
    await takeMediaFile(first).catch(failDrop)
    return
  }
  // A config.json lies in models; only a JSON file that comes alone may be a figure's.
  if (files.length === 1 && first && figureFiles.test(first.name)) {
    await openFigure(first)
    return
  }
  // Any one of a model’s files stands for it.
  const [model] = ggufModels(files.map(({ name }) => name))
  const onnx = chooseOnnxName(files.map(({ name }) => name).filter(isOnnxName))
  const file = files.find(({ name }) => name === (model?.files[0] ?? onnx)) ?? files[0]
  const path = file && window.tokentrace?.pathForFile?.(file)
  if (path) {
    await openModel(path)
    return
  }
  const entries = droppedEntries(transfer)
  if (entries.length === 0) return
  copying?.abort()
  const controller = new AbortController()
  copying = controller
  try {
    const folder = await readDropped(entries)
    set({ phase: 'copying', progress: { name: folder.name, done: 0, total: 0 } })
    const copy = await copyDropped(folder, controller.signal, (progress) => {
      if (!controller.signal.aborted) set({ phase: 'copying', progress })
    })
    if (controller.signal.aborted) return
    set({ phase: 'none' })
    await openModel(copy)
  } catch (error) {
    if (controller.signal.aborted) return
    set({ phase: 'failed', fault: toFaultData(error) })
  }
}

export function failDrop(error: unknown): void {
  set({ phase: 'failed', fault: toFaultData(error) })
}

export function cancelCopy(): void {
  copying?.abort()
  set({ phase: 'none' })
}

export function dismissDrop(): void {
  if (useDrop.getState().state.phase === 'failed') set({ phase: 'none' })
}
