import { useMemo } from 'react'
import { create } from 'zustand'
import type { Prompt } from '../../shared/contract'
import type { Direction } from '../../shared/direction'
import type { ShownContexts } from '../../shared/figures/contexts-shown'
import type { ContextsMeasure } from '../../shared/figures/contexts-spec'
import type { Camera } from '../../shared/figures/trajectory-spec'
import type { DeviceWish } from '../../shared/model-info'
import type { TrajectoryView } from '../../shared/trajectory'
import { clients } from './clients'
import { useAllContexts } from './contexts'
import { createLook, type Look } from './look'
import { promptOf } from './prompt'
import { useSelection } from './selection'
import { tooLong } from './sentence'
import { useSession } from './session'

/** How the comparison is looked at. */
export const useContextsChoices = create<{
  readonly measure: ContextsMeasure
  /** null until a person turns it: then the picture frames itself. */
  readonly camera: Camera | null
  /** Width by height of the picture that the camera was turned in. */
  readonly aspect: number
}>()(() => ({ measure: 'distance', camera: null, aspect: 1.5 }))

// Another map is another space, and so are other paths.
useSelection.subscribe(({ view, axes }, before) => {
  if (view !== before.view || axes !== before.axes) useContextsChoices.setState({ camera: null })
})

export interface Compared {
  readonly prompt: Prompt
  readonly position: number
  /** 0 for A. */
  readonly letter: number
}

/** What a comparison is of. */
export interface ContextsQuestion {
  readonly path: string
  readonly device: DeviceWish
  readonly view: TrajectoryView
  /** Directions that are the first axes. */
  readonly axes: readonly Direction[]
  readonly items: readonly Compared[]
  /** Index into `items`. */
  readonly active: number
}

/** Sentences with a token to compare; null while there are fewer than two of them, or the active one has none. */
export function useContextsQuestion(): ContextsQuestion | null {
  const all = useAllContexts()
  const model = useSession((session) => session.model)
  const device = useSession((session) => session.wish)
  const view = useSelection((selection) => selection.view)
  const axes = useSelection((selection) => selection.axes)
  return useMemo(() => {
    const compared = all.flatMap(({ text, reading, tokens, position, index, isActive, fault }) =>
      model &&
      position !== null &&
      tokens &&
      position < tokens.length &&
      fault === null &&
      tooLong(model, tokens) === null
        ? [{ prompt: promptOf(model, text, reading), position, letter: index, isActive }]
        : [],
    )
    const active = compared.findIndex(({ isActive }) => isActive)
    if (!model || compared.length < 2 || active < 0) return null
    const items = compared.map(({ isActive, ...item }) => item)
    const seen = view === 'final' && !model.finalNorm ? 'raw' : view
    return { path: model.path, device, view: seen, axes, items, active }
  }, [all, model, device, view, axes])
}

async function* compare(
  { path, device, view, axes, items, active }: ContextsQuestion,
  options: { signal: AbortSignal },
) {
  const asked = items.map(({ prompt, position }) => ({ prompt, position }))
  const call = await clients().engine.analyse.contexts({ path, device, view, axes: [...axes], items: asked }, options)
  let step = await call.next()
  while (!step.done) {
    yield step.value
    step = await call.next()
  }
  return { contexts: step.value, letters: items.map(({ letter }) => letter), active } satisfies ShownContexts
}

const useCompared = createLook<ContextsQuestion, ShownContexts>(async (input, options) => compare(input, options))

export function useContextsLook(visible: boolean): Look<ShownContexts> {
  const question = useContextsQuestion()
  return useCompared(visible ? question : null)
}
