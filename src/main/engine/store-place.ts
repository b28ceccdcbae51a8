import type { StoreInfo } from '../../shared/contract'
import { type ActivationStore, openActivationStore } from '../activations'
import { resolvePath } from './resolve-path'
import type { Settings } from './settings'

/** The activation store where the settings say that it lies. */
export interface StorePlace {
  store(): ActivationStore
  info(): StoreInfo
  setLimit(bytes: number): Promise<StoreInfo>
  /** Moves to another folder; what is stored in the old one stays there. The old one is kept where the new cannot be used. */
  setFolder(path: string): Promise<StoreInfo>
  close(): void
}

export function openStorePlace(settings: Settings): StorePlace {
  const { storeFolder, storeLimitBytes } = settings.get()
  let store = openActivationStore({ folder: storeFolder, limitBytes: storeLimitBytes })
  const info = () => {
    const now = store.info()
    const notice = [settings.notice, now.notice].filter((line) => line !== null).join(' ')
    return { ...now, notice: notice === '' ? null : notice }
  }
  return {
    store: () => store,
    info,
    async setLimit(bytes) {
      await settings.update(() => ({ storeLimitBytes: bytes }))
      store.setLimit(bytes)
      return info()
    },
    async setFolder(typed) {
      const folder = resolvePath(typed)
      const next = openActivationStore({ folder, limitBytes: settings.get().storeLimitBytes })
      try {
        await settings.update(() => ({ storeFolder: folder }))
      } catch (error) {
        next.close()
        throw error
      }
      store.close()
      store = next
      return info()
    },
    close: () => store.close(),
  }
}
