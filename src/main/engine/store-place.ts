import { join } from 'node:path'
import type { StoreInfo } from '../../shared/contract'
import { type ActivationStore, openActivationStore } from '../activations'
import { openWeightCache, type WeightCache } from '../weights'
import { resolvePath } from './resolve-path'
import type { Settings } from './settings'

/** The activation store, and the quantised weights that were made ready beside it, where the settings say that they lie. */
export interface StorePlace {
  store(): ActivationStore
  weights(): WeightCache
  /** Holds both together to the limit: runs give way to weights, which are dearer to make again. */
  balance(): Promise<void>
  info(): Promise<StoreInfo>
  clear(): Promise<StoreInfo>
  setLimit(bytes: number): Promise<StoreInfo>
  /** Moves to another folder; what is stored in the old one stays there. The old one is kept where the new cannot be used. */
  setFolder(path: string): Promise<StoreInfo>
  close(): void
}

/** Runs keep this much, however large the weights are. */
const leastForRuns = 1 << 20

export function openStorePlace(settings: Settings): StorePlace {
  const limit = () => settings.get().storeLimitBytes
  const storeIn = (folder: string) => openActivationStore({ folder, limitBytes: limit() })
  const weightsIn = (folder: string) => openWeightCache({ folder: join(folder, 'weights'), limit })
  const { storeFolder } = settings.get()
  let store = storeIn(storeFolder)
  let weights = weightsIn(storeFolder)
  /** What the store was last held to. */
  let held = limit()

  const balance = async () => {
    await weights.hold(limit())
    const left = Math.max(limit() - (await weights.bytes()), leastForRuns)
    if (left === held) return
    store.setLimit(left)
    held = left
  }
  const info = async () => {
    const now = store.info()
    const weightBytes = await weights.bytes()
    const notice = [settings.notice, now.notice].filter((line) => line !== null).join(' ')
    return {
      ...now,
      bytes: now.bytes + weightBytes,
      weightBytes,
      limitBytes: limit(),
      notice: notice === '' ? null : notice,
    }
  }
  return {
    store: () => store,
    weights: () => weights,
    balance,
    info,
    async clear() {
      store.clear()
      await weights.hold(0)
      await balance()
      return info()
    },
    async setLimit(bytes) {
      await settings.update(() => ({ storeLimitBytes: bytes }))
      await balance()
      return info()
    },
    async setFolder(typed) {
      const folder = resolvePath(typed)
      const next = storeIn(folder)
      try {
        await settings.update(() => ({ storeFolder: folder }))
      } catch (error) {
        next.close()
        throw error
      }
      store.close()
      store = next
      weights = weightsIn(folder)
      held = limit()
      await balance()
      return info()
    },
    close: () => store.close(),
  }
}
