import { Fault } from '../../shared/fault'

/** Steps of all walks together; graphs of two layers take some thousand, and the deepest models have sixty times as many. */
const mostSteps = 20_000_000

/** Counts the steps of walks over one graph, so that a graph made to be walked without end is given up in some seconds. */
export class Work {
  readonly #file: string
  #steps = 0

  constructor(file: string) {
    this.#file = file
  }

  /** Throws an `input` fault once more steps were taken than any model needs. */
  take(steps = 1): void {
    this.#steps += steps
    if (this.#steps <= mostSteps) return
    throw Fault.input('The graph is too tangled for its blocks to be found', {
      file: this.#file,
      remedy: 'Export the model again; if it is a transformer, report the program that wrote it.',
    })
  }
}
