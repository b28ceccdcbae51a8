import type { Router } from '@orpc/server'
import type { engineContract, OnProgress, Prompt } from '../../shared/contract'
import type { DeviceChoice, DeviceWish, TokenInfo } from '../../shared/model-info'

export interface EngineOptions {
  /** Where settings, the activation store and dropped models are kept; made when it is not there. */
  readonly dataFolder: string
  readonly version: string
  /** The model that `sample` names. */
  readonly sampleFolder: string
}

export interface SaveActivationsRequest {
  readonly path: string
  readonly prompt: Prompt
  readonly device: DeviceWish
  /** Hook points by name or glob; one that matches nothing is an `input` fault. */
  readonly taps: readonly string[]
  /** Absolute; `.safetensors` or `.npz` by its ending. */
  readonly out: string
}

export interface SavedActivations {
  readonly tensors: readonly { readonly name: string; readonly shape: readonly number[] }[]
  readonly tokens: readonly TokenInfo[]
  readonly device: DeviceChoice
  readonly fromStore: boolean
  /** Of the values, without the file's own headers. */
  readonly bytes: number
}

/** The workbench without a window. Hosts know nothing else of src/main. */
export interface Engine {
  /** The contract, implemented; a host serves it over its channel. */
  readonly router: Router<typeof engineContract, Record<never, never>>
  /**
   * Writes hook points of a run to a file, each F32 under its name with its batch dimension. Not part of the contract: it
   * writes where it is told, which is for a host in the same process alone (the command line).
   */
  saveActivations(
    request: SaveActivationsRequest,
    options?: { readonly onProgress?: OnProgress; readonly signal?: AbortSignal },
  ): Promise<SavedActivations>
  /** Finishes writes and releases sessions and the store. */
  close(): Promise<void>
}
