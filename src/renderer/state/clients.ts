import type { Workbench } from '../client'

export type Clients = Pick<Workbench, 'engine' | 'host' | 'runLong' | 'onHostEvent'>

let provided: Clients | undefined

/** Called once, before anything is drawn. State is then free of where the engine lives, and tests can bring their own. */
export function provideClients(clients: Clients): void {
  provided = clients
}

export function clients(): Clients {
  if (!provided) throw new Error('No engine has been connected yet')
  return provided
}
