import { create } from 'zustand'
import type { TokenInfo } from '../../shared/model-info'
import { sampleName } from '../../shared/sample'
import type { Scene } from '../../shared/story'
import { clients } from './clients'
import { showContexts } from './contexts'
import { openModel } from './open-model'
import type { WatchedWord } from './selection'
import { useSession } from './session'
import { type NamedStory, stories } from './stories'
import { bringToFront } from './windows'

/** The story that is being told, by its id. Which scene of it is on stage follows from the sentence and the token. */
export const useStory = create<{ readonly id: string | null }>()(() => ({ id: null }))

let told = 0

/** Opens the sample, one scene's sentence and its token, and the view in which it is to be seen. */
export async function tell(story: NamedStory, scene: Scene = story.scenes[0]!): Promise<void> {
  const turn = ++told
  const isStale = () => turn !== told
  useStory.setState({ id: story.id })
  if (useSession.getState().model?.path !== sampleName && !(await openModel(sampleName))) return
  if (isStale()) return
  bringToFront(['stories', scene.view ?? story.view])
  const watch = await watchedWord(scene)
  if (isStale()) return
  const { sentence: text, token, occurrence, station, map: view } = scene
  const beside = scene.beside.map((other) => ({ text: other.sentence, token: other.token }))
  const look = { station, view, watch, camera: null, pinned: new Set<number>() }
  await showContexts([{ text, token, occurrence }, ...beside], 0, look)
}

/** Comes back to a story, or to none, where an address names it. */
export function resumeStory(id: string | null): void {
  told++
  const story = storyOf(id)
  useStory.setState({ id: story?.id ?? null })
  if (story) bringToFront(['stories', story.view])
}

export function closeStory(): void {
  resumeStory(null)
}

export function storyOf(id: string | null): NamedStory | null {
  return stories.find((story) => story.id === id) ?? null
}

/** Whether a scene is what the window shows: its sentence at its token, and beside it the sentences of the scene alone. */
export function isOnStage(
  scene: Scene,
  text: string,
  tokens: readonly TokenInfo[] | null,
  position: number | null,
  beside: readonly string[],
) {
  return (
    scene.sentence === text &&
    tokens !== null &&
    position !== null &&
    positionOf(scene, tokens) === position &&
    beside.length === scene.beside.length &&
    scene.beside.every(({ sentence }, index) => sentence === beside[index])
  )
}

function positionOf({ token, occurrence }: Scene, tokens: readonly TokenInfo[]): number | null {
  const found = tokens.flatMap(({ text }, index) => (text.trim() === token ? [index] : []))
  return found[occurrence - 1] ?? null
}

/** The word as it stands within a sentence. Without it a scene still shows its path, so that a failure is no reason to stop. */
async function watchedWord({ watch }: Scene): Promise<WatchedWord | null> {
  if (watch === null) return null
  try {
    const words = await clients().engine.model.wordIds({ path: sampleName, word: watch })
    return words.find(({ text }) => text === ` ${watch}`) ?? null
  } catch {
    return null
  }
}
