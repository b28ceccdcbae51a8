import { EXIT, reportFailure } from './failure'
import { createProgram } from './program'
import type { World } from './world'

/** Does what the words say and answers the exit code; never throws. */
export async function run(words: readonly string[], world: World): Promise<number> {
  try {
    await createProgram(world).parseAsync(words, { from: 'user' })
    return EXIT.done
  } catch (error) {
    return reportFailure(error, world)
  }
}
