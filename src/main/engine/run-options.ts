import type { OnProgress } from '../../shared/contract'

export interface RunOptions {
  readonly onProgress?: OnProgress | undefined
  readonly signal?: AbortSignal | undefined
}
