import { useSelection, type WatchedWord } from './selection'
import { followIfAsked } from './trace'

/** Follows a word's probability along the path; null follows the likeliest at the end. */
export function watch(word: WatchedWord | null): void {
  useSelection.setState({ watch: word && { id: word.id, text: word.text } })
  followIfAsked()
}
