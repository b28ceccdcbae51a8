import { create } from 'zustand'
import { toFaultData } from '../../shared/fault'
import type { ModelsMeasure, PatternRows } from '../../shared/figures/models-spec'
import type { Camera } from '../../shared/figures/trajectory-spec'
import type { ModelInfo } from '../../shared/model-info'
import { clients } from './clients'
import { refreshRecent } from './open-model'
import { useSelection } from './selection'
import type { Opening } from './session'

/** The model that the open one is measured against. */
interface TwoModelsState {
  readonly reference: ModelInfo | null
  /** One that is being read, or that could not be. The last reference stays meanwhile. */
  readonly choosing: Opening | null
}

export const useTwoModels = create<TwoModelsState>()(() => ({ reference: null, choosing: null }))

export type Section = 'paths' | 'patterns' | 'words' | 'similarity' | 'weights'

/** How the two are looked at. */
export const useModelsChoices = create<{
  readonly section: Section
  readonly measure: ModelsMeasure
  readonly rows: PatternRows
  /** null until a person turns it: then the picture frames itself. */
  readonly camera: Camera | null
  /** Width by height of the picture that the camera was turned in. */
  readonly aspect: number
}>()(() => ({ section: 'paths', measure: 'relative', rows: 'token', camera: null, aspect: 1.5 }))

// Another map is another space, and so are other paths.
useSelection.subscribe(({ view, axes, position }, before) => {
  if (view !== before.view || axes !== before.axes || position !== before.position)
    useModelsChoices.setState({ camera: null })
})

let reading: AbortController | undefined

/** Reads what a model is and makes it the reference. Answers whether it did; a failure is left in `choosing`. */
export async function chooseReference(path: string): Promise<boolean> {
  reading?.abort()
  const controller = new AbortController()
  reading = controller
  useTwoModels.setState({ choosing: { path, fault: null } })
  try {
    const reference = await clients().engine.model.inspect({ path }, { signal: controller.signal })
    if (controller.signal.aborted) return false
    useModelsChoices.setState({ camera: null })
    useTwoModels.setState({ reference, choosing: null })
    void refreshRecent()
    return true
  } catch (error) {
    if (controller.signal.aborted) return false
    const fault = toFaultData(error)
    useTwoModels.setState({ choosing: fault.kind === 'cancelled' ? null : { path, fault } })
    return false
  }
}

/** Stops what is being read, or forgets a failure that has been read. */
export function forgetChoosing(): void {
  reading?.abort()
  useTwoModels.setState({ choosing: null })
}

export function removeReference(): void {
  forgetChoosing()
  useTwoModels.setState({ reference: null })
}

/** Puts the reference of an address in its place. */
export async function restoreReference(path: string | null): Promise<void> {
  if (path === (useTwoModels.getState().reference?.path ?? null)) return
  if (path === null) removeReference()
  else if (!(await chooseReference(path))) useTwoModels.setState({ reference: null })
}
