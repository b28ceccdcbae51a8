import { ORPCError } from '@orpc/server'
import { CommanderError } from 'commander'
import { type FaultData, faultData, faultLine, toFaultData } from '../../../shared/fault'
import type { World } from './world'
import { WrongUse } from './wrong-use'

/** What the command ends with. */
export const EXIT = { done: 0, couldNot: 1, wrongUse: 2, stopped: 130 } as const

/** Says on stderr what went wrong, one line without a stack, and answers the exit code. */
export function reportFailure(error: unknown, { stderr, signal, debug }: World): number {
  const say = (line: string) => stderr.write(`${line}\n`)
  // Commander has said it.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.wrongUse
  if (error instanceof WrongUse) {
    for (const line of [oneLine(error.message), ...error.choices]) say(line)
    return EXIT.wrongUse
  }
  const data = faultOf(error)
  if (signal.aborted || data.kind === 'cancelled') {
    say('Stopped.')
    return EXIT.stopped
  }
  say(oneLine(faultLine(data)))
  if (debug && data.details !== undefined) say(data.details)
  if (!debug && data.kind === 'internal') say('Set TOKENTRACE_DEBUG=1 for the details.')
  return EXIT.couldNot
}

/** The engine's own `faultBorder` prints a defect's stack; on the command line it is printed where it is asked for. */
function faultOf(error: unknown): FaultData {
  const data = error instanceof ORPCError ? faultData.safeParse(error.data) : null
  return data?.success ? data.data : toFaultData(error)
}

/** Native messages run over several lines, and a file's name may hold anything. */
function oneLine(text: string): string {
  return text.replace(/\s*[\p{Cc}\p{Zl}\p{Zp}]+\s*/gu, ' ')
}
