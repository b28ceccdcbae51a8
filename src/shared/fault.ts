import * as z from 'zod'

/**
 * What went wrong, sorted by what the receiver may do about it:
 * - `input`: the file or the words given are not usable; mend them as `remedy` says.
 * - `environment`: the machine refuses (permission, disk, device); change it or choose another way.
 * - `cancelled`: a person stopped it.
 * - `lost`: the engine died under the call; nothing stored was lost, and the call may be tried again.
 * - `internal`: a defect of ours; copy the details into a report.
 */
export const faultKind = z.enum(['input', 'environment', 'cancelled', 'lost', 'internal'])

export const faultData = z.object({
  kind: faultKind,
  /** What was wrong, one sentence without the file's name. */
  message: z.string(),
  /** The file or folder that is at fault, as the person named it. */
  file: z.string().optional(),
  /** Where in it: a tensor, a key, a byte offset. */
  place: z.string().optional(),
  /** What to do about it, one imperative sentence. */
  remedy: z.string().optional(),
  /** For a report only: a stack or a native message. */
  details: z.string().optional(),
})

export type FaultKind = z.infer<typeof faultKind>
export type FaultData = z.infer<typeof faultData>

/** The one error type that crosses the contract. Its `message` is a whole line that can be shown as it is. */
export class Fault extends Error {
  override readonly name = 'Fault'
  readonly data: FaultData

  constructor(data: FaultData, options?: { cause?: unknown }) {
    super(faultLine(data), options)
    this.data = data
  }

  static input(message: string, at: Omit<FaultData, 'kind' | 'message'> = {}): Fault {
    return new Fault({ kind: 'input', message, ...at })
  }

  static environment(message: string, at: Omit<FaultData, 'kind' | 'message'> = {}): Fault {
    return new Fault({ kind: 'environment', message, ...at })
  }

  static cancelled(): Fault {
    return new Fault({ kind: 'cancelled', message: 'Stopped.' })
  }
}

/** `file: message (at place). Remedy.` on one line, leaving out what is unknown. */
export function faultLine(data: FaultData): string {
  const sentence = data.message.replace(/\.$/, '')
  const place = data.place ? ` (at ${data.place})` : ''
  const file = data.file ? `${data.file}: ` : ''
  const remedy = data.remedy ? ` ${data.remedy}` : ''
  return `${file}${sentence}${place}.${remedy}`
}

/** Any thrown value as fault data: faults as they are, aborts as `cancelled`, the rest as a defect of ours. */
export function toFaultData(error: unknown): FaultData {
  if (error instanceof Fault) return error.data
  if (error instanceof Error && error.name === 'AbortError') return Fault.cancelled().data
  const message = error instanceof Error ? error.message : String(error)
  const details = error instanceof Error ? error.stack : undefined
  return {
    kind: 'internal',
    message: `Unexpected failure: ${message}`,
    remedy: 'Copy the details into a report.',
    ...(details === undefined ? {} : { details }),
  }
}
