import { type Story, story } from '../../shared/story'

export interface NamedStory extends Story {
  /** The name of its file without its number. */
  readonly id: string
}

const files = import.meta.glob<unknown>('../../../resources/stories/*.json', { eager: true, import: 'default' })

/** The stories that are shipped, in the order of their files' names. */
export const stories: readonly NamedStory[] = Object.entries(files)
  .sort(([one], [other]) => one.localeCompare(other, 'en', { numeric: true }))
  .map(([path, file]) => ({ id: idOf(path), ...story.parse(file) }))

function idOf(path: string): string {
  return path.replace(/^.*\/(\d+-)?/, '').replace(/\.json$/, '')
}
