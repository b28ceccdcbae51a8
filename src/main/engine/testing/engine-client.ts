import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ContractRouterClient } from '@orpc/contract'
import { createRouterClient } from '@orpc/server'
import { onTestFinished } from 'vitest'
import type { engineContract, Progress } from '../../../shared/contract'
import { createEngine } from '../create-engine'
import type { Engine } from '../engine'

export type Client = ContractRouterClient<typeof engineContract>

/** A fresh folder that goes with the test. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'tokentrace-engine-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

const sampleFolder = join(import.meta.dirname, '../../../../resources/sample')

/** The real engine in this process, and its contract as a host calls it. */
export async function startEngine(dataFolder: string): Promise<{ engine: Engine; client: Client }> {
  const engine = await createEngine({ dataFolder, version: '1.2.3', sampleFolder })
  return { engine, client: createRouterClient(engine.router) }
}

/** Waits for a long call's answer and keeps what it reported. */
export async function answerOf<T>(call: Promise<AsyncIterator<Progress, T>>): Promise<{ answer: T; stages: string[] }> {
  const iterator = await call
  const stages: string[] = []
  for (;;) {
    const step = await iterator.next()
    if (step.done) return { answer: step.value, stages: [...new Set(stages)] }
    stages.push(step.value.stage)
  }
}
