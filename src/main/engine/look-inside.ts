import type { Runner } from '../inference'
import { insideTaps } from './inside-taps'
import type { RunOptions } from './run-options'
import { type PromptRun, type RunRequest, type RunTools, runPrompt } from './run-prompt'

/** Works on the hook points of `insideTaps` of a prompt: read back where the store has them, otherwise computed and stored. */
export function lookInside<T>(
  tools: RunTools,
  request: RunRequest,
  options: RunOptions,
  then: (run: PromptRun, runner: Runner) => Promise<T>,
): Promise<T> {
  return runPrompt(tools, request, (size) => insideTaps(request.model, size), options, then)
}
