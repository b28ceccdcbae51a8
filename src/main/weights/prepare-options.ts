import type { Progress } from '../../shared/contract'

export interface PrepareOptions {
  readonly onProgress?: ((progress: Progress) => void) | undefined
  readonly signal?: AbortSignal | undefined
}
