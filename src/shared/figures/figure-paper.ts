import { trajectorySpec } from './trajectory-spec'

/** What every figure's spec holds: of which run it is, and the paper that it is drawn on. */
export const figurePaper = trajectorySpec.pick({
  version: true,
  model: true,
  prompt: true,
  theme: true,
  width: true,
  height: true,
  print: true,
})
