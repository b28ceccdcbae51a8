import { useMemo } from 'react'
import { create } from 'zustand'
import type { Prompt } from '../../shared/contract'
import type { SimilarityEstimate } from '../../shared/figures/similarity-spec'
import { mostCkaTexts, type Similarity } from '../../shared/similarity'
import { clients } from './clients'
import { createLook, type Look, type LookTarget, useLookTarget } from './look'
import { useTwoModels } from './two-models'

export const useSimilarityChoices = create<{
  /** Sentences besides that of the run, one a line. */
  readonly more: string
  readonly estimate: SimilarityEstimate
}>()(() => ({ more: '', estimate: 'debiased' }))

/** What is written on each line that is not blank. */
export function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
}

export interface SimilarityQuestion extends Pick<LookTarget, 'path' | 'device'> {
  readonly other: string
  readonly prompts: Prompt[]
}

/** The run's sentence and those besides, read as it is; null while there is no reference or no run. */
export function useSimilarityQuestion(): SimilarityQuestion | null {
  const target = useLookTarget()
  const other = useTwoModels((state) => state.reference?.path)
  const more = useSimilarityChoices((choices) => choices.more)
  return useMemo(() => {
    if (!target || other === undefined) return null
    const { path, prompt, device } = target
    const lines = linesOf(more).slice(0, mostCkaTexts - 1)
    return { path, other, device, prompts: [prompt, ...lines.map((line) => alike(prompt, line))] }
  }, [target, other, more])
}

/** Another sentence that is read as the first is; ids where that is ids. */
function alike(prompt: Prompt, line: string): Prompt {
  if ('text' in prompt) return { ...prompt, text: line }
  const ids = line
    .split(/[\s,]+/)
    .map(Number)
    .filter((id) => Number.isInteger(id) && id >= 0)
  return { ...prompt, ids }
}

const useCompared = createLook<SimilarityQuestion, Similarity>((input, options) =>
  clients().engine.analyse.similarity(input, options),
)

export function useSimilarity(looking: boolean): Look<Similarity> {
  const question = useSimilarityQuestion()
  return useCompared(looking ? question : null)
}
