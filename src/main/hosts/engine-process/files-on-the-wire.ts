import { mapEventIterator } from '@orpc/client'

/**
 * oRPC carries files in plain answers, but drops their bytes inside event iterators, and long calls answer through one.
 * So a File that such a call returns travels as this, and src/renderer/client/files-on-the-wire.ts makes it a File again.
 */
export interface FileOnTheWire {
  readonly $file: { readonly name: string; readonly type: string; readonly base64: string }
}

/** An interceptor inside the channel's server: the contract and the engine keep speaking of Files. */
export async function filesOnTheWire(options: { next(): Promise<unknown> }): Promise<unknown> {
  const answer = await options.next()
  if (typeof answer !== 'object' || answer === null || !(Symbol.asyncIterator in answer)) return answer
  return mapEventIterator(answer as unknown as AsyncIterator<unknown>, {
    value: async (value) => (value instanceof File ? toWire(value) : value),
    error: async (error) => error,
  })
}

async function toWire(file: File): Promise<FileOnTheWire> {
  const base64 = Buffer.from(await file.arrayBuffer()).toString('base64')
  return { $file: { name: file.name, type: file.type, base64 } }
}
