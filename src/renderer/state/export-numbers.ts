import { create } from 'zustand'
import { type FaultData, toFaultData } from '../../shared/fault'
import { clients } from './clients'
import { promptOf } from './prompt'
import { fileName, saveFile } from './save-file'
import { useSelection } from './selection'
import { useSession } from './session'

/** What came of the last export of numbers; shown where it was asked for. */
export const useNumbersExport = create<{ readonly busy: boolean; readonly fault: FaultData | null }>()(() => ({
  busy: false,
  fault: null,
}))

/** The numbers of the table and of the picture, as the engine writes them. */
export async function exportNumbers(format: 'csv' | 'json'): Promise<void> {
  const { model, text, reading, wish } = useSession.getState()
  const { position, view, axes, watch } = useSelection.getState()
  const word = useSession.getState().tokens?.[position ?? -1]
  if (!model || position === null || !word) return
  useNumbersExport.setState({ busy: true, fault: null })
  try {
    const prompt = promptOf(model, text, reading)
    const input = {
      path: model.path,
      prompt,
      device: wish,
      position,
      view,
      watch: watch?.id ?? null,
      axes: [...axes],
      format,
    }
    const file = await clients().runLong((options) => clients().engine.export.numbers(input, options), {
      signal: new AbortController().signal,
      onProgress: () => {},
    })
    saveFile(file, fileName([model.name, word.text, view], format))
    useNumbersExport.setState({ busy: false })
  } catch (error) {
    useNumbersExport.setState({ busy: false, fault: toFaultData(error) })
  }
}
