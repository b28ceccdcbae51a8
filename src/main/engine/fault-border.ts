import { mapEventIterator, ORPCError } from '@orpc/client'
import { ValidationError } from '@orpc/contract'
import { Fault, type FaultData, faultData, faultLine, toFaultData } from '../../shared/fault'

/** Any thrown value as the one error that the contract knows, whose data says what the receiver may do. */
export function toContractError(error: unknown): ORPCError<'FAULT', FaultData> {
  const data = dataOf(error)
  // A defect of ours: the process's own output keeps it, whatever becomes of the answer.
  if (data.kind === 'internal') console.error(data.details ?? data.message)
  return new ORPCError('FAULT', { defined: true, status: 422, message: faultLine(data), data, cause: error })
}

/**
 * Stands where the engine or a host meets its channel: whatever a call throws, at once or while it yields progress, leaves
 * as a FAULT. An interceptor of an oRPC handler (`clientInterceptors`) or of a router client (`interceptors`); inside, code
 * just throws `Fault`s.
 */
export async function faultBorder(options: { next(): Promise<unknown> }): Promise<unknown> {
  try {
    const answer = await options.next()
    if (!isIterator(answer)) return answer
    return mapEventIterator(answer, {
      value: async (value) => value,
      error: async (error) => toContractError(error),
    })
  } catch (error) {
    throw toContractError(error)
  }
}

function dataOf(error: unknown): FaultData {
  if (error instanceof ORPCError) {
    const fault = error.code === 'FAULT' ? faultData.safeParse(error.data) : null
    if (fault?.success) return fault.data
    if (error.code === 'BAD_REQUEST') return Fault.input(`The call was not understood: ${firstIssue(error)}`).data
    // An answer of ours that is not what the contract says: the part that is wrong is worth more than that something is.
    if (error.cause instanceof ValidationError) return toFaultData(new Error(firstIssue(error), { cause: error }))
  }
  return toFaultData(error)
}

/** Which part of the input the schema refused, in words. */
function firstIssue(error: Error): string {
  const issue = error.cause instanceof ValidationError ? error.cause.issues[0] : undefined
  if (issue === undefined) return error.message
  const path = (issue.path ?? []).map((part) => String(typeof part === 'object' ? part.key : part)).join('.')
  return path === '' ? issue.message : `${path}: ${issue.message}`
}

function isIterator(value: unknown): value is AsyncIteratorObject<unknown> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value
}
