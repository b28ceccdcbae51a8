import { type Progress, progressText } from '../../shared/contract'

/** What the engine is doing, in the words of the status line. */
export function stageText(progress: Progress | null, before = 'Asking the engine'): string {
  return progress ? progressText(progress) : before
}

/** How far it is, between 0 and 1; null where that cannot be counted. */
export function shareOf(progress: Progress | null): number | null {
  if (!progress || progress.done === null || progress.total === null || progress.total <= 0) return null
  return Math.min(1, progress.done / progress.total)
}
