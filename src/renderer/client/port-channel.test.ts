import { implement } from '@orpc/server'
import { RPCHandler } from '@orpc/server/message-port'
import { describe, expect, it } from 'vitest'
import { engineContract, hostContract } from '../../shared/contract'
import { connectDesktop, PORTS_MESSAGE } from './connect'

const engine = implement(engineContract)
const host = implement(hostContract)

/** A window as far as the connection looks at one, and the ports that a preload would post to it. */
function page() {
  const target = new EventTarget()
  const workbench = connectDesktop(target as unknown as Window)
  const post = (ports: MessagePort[], source: unknown = target, type = PORTS_MESSAGE) => {
    const event = new MessageEvent('message', { data: { type }, ports })
    Object.defineProperty(event, 'source', { value: source })
    target.dispatchEvent(event)
  }
  return { workbench, post }
}

function enginePort(version: string, hang = false): MessagePort {
  const { port1, port2 } = new MessageChannel()
  const hello = engine.hello.handler(() => (hang ? new Promise<never>(() => {}) : { version, pid: 1 }))
  new RPCHandler({ hello } as never).upgrade(port2)
  port2.start()
  return port1
}

function hostPort(): MessagePort {
  const { port1, port2 } = new MessageChannel()
  const interrupt = host.interrupt.handler(() => ({ restarted: true }))
  new RPCHandler({ interrupt } as never).upgrade(port2)
  port2.start()
  return port1
}

describe('ports from the preload', () => {
  it('carry calls, also those that were made before they came', async () => {
    const { workbench, post } = page()
    const early = workbench.engine.hello()
    post([enginePort('one'), hostPort()])
    await expect(early).resolves.toEqual({ version: 'one', pid: 1 })
    await expect(workbench.host.interrupt()).resolves.toEqual({ restarted: true })
  })

  it('replace the engine’s port after a restart: what was pending is lost, what follows works', async () => {
    const { workbench, post } = page()
    post([enginePort('one', true), hostPort()])
    const pending = expect(workbench.engine.hello()).rejects.toMatchObject({ data: { kind: 'lost' } })
    await workbench.host.interrupt()
    post([enginePort('two')])
    await pending
    await expect(workbench.engine.hello()).resolves.toEqual({ version: 'two', pid: 1 })
  })

  it('are taken from the window itself alone', async () => {
    const { workbench, post } = page()
    post([enginePort('frame')], {})
    post([enginePort('other')], undefined, 'something:else')
    const answer = workbench.engine.hello()
    post([enginePort('ours'), hostPort()])
    await expect(answer).resolves.toMatchObject({ version: 'ours' })
  })
})
