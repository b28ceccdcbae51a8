import { Fault, type FaultData } from '../../../shared/fault'

/** The fault that work throws, without the file that it names, which is `/m/model.gguf`. */
export function thrownFault(work: () => unknown): Omit<FaultData, 'file' | 'details'> {
  try {
    work()
  } catch (error) {
    if (!(error instanceof Fault)) throw error
    const { file, details: _, ...data } = error.data
    if (file !== ggufPath) throw new Error(`The fault names the file ${file}`, { cause: error })
    return data
  }
  throw new Error('Nothing was thrown')
}

export const ggufPath = '/m/model.gguf'
export const damaged = 'Fetch the file again; it was cut short or damaged on its way.'
