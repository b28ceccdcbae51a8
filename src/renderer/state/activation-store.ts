import { clients } from './clients'
import { useSession } from './session'

/** Every answer of the store's calls is the store's new state, so there is one place that remembers it. */
export async function refreshStore(): Promise<void> {
  try {
    useSession.setState({ store: await clients().engine.store.info() })
  } catch {
    // The status line keeps the last known size; the next run asks again.
  }
}

export async function clearStore(): Promise<void> {
  useSession.setState({ store: await clients().engine.store.clear() })
}

export async function setStoreLimit(bytes: number): Promise<void> {
  useSession.setState({ store: await clients().engine.store.setLimit({ bytes }) })
}

export async function moveStore(path: string): Promise<void> {
  useSession.setState({ store: await clients().engine.store.setFolder({ path }) })
}
