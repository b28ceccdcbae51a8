import { ORPCError } from '@orpc/client'
import { Fault, faultData, toFaultData } from '../../shared/fault'

/** Whatever a call threw, as the Fault that it was on the other side. */
export function toFault(error: unknown): Fault {
  if (error instanceof Fault) return error
  if (error instanceof ORPCError) {
    const data = faultData.safeParse(error.data)
    if (data.success) return new Fault(data.data, { cause: error })
  }
  return new Fault(toFaultData(error), { cause: error })
}

/** The engine went away under a call. Nothing stored was lost, and the call may be made again. */
export function lost(reason?: string): Fault {
  const because = reason ? ` (${reason})` : ''
  return new Fault({
    kind: 'lost',
    message: `The engine was restarted while it was working on this${because}`,
    remedy: 'Nothing stored was lost; try again.',
  })
}
