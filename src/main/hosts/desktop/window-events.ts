import { EventPublisher } from '@orpc/server'
import type { HostEvent } from '../../../shared/contract'

/** What the window is told. A model that is opened before the window listens waits for it. */
export class WindowEvents {
  readonly #publisher = new EventPublisher<{ event: HostEvent }>()
  #waiting: HostEvent[] = []

  send(event: HostEvent): void {
    if (this.#publisher.size > 0) this.#publisher.publish('event', event)
    // A page that comes later has lost nothing by an engine that died before it.
    else if (event.type !== 'engine-restarted') this.#waiting.push(event)
  }

  async *subscribe(signal?: AbortSignal): AsyncGenerator<HostEvent> {
    const events = this.#publisher.subscribe('event', signal ? { signal } : {})
    yield* this.#waiting.splice(0)
    yield* events
  }
}
