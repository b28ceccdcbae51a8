import { type Progress, progressText } from '../../../shared/contract'
import { cutToWidth } from './display-width'
import type { Output } from './world'

/** Back to the line's start, and all of it erased (ECMA-48 CR, EL 2). */
const eraseLine = '\r\u001b[2K'

/** One line on a terminal that says what is being done, written over by the next; nothing where there is no terminal. */
export class ProgressLine {
  readonly #output: Output
  #shown = ''

  constructor(output: Output) {
    this.#output = output
  }

  show(progress: Progress): void {
    const { done, total } = progress
    if (!this.#output.isTTY) return
    const counted = done === null || total === null ? '' : ` ${done}/${total}`
    // In the last column some terminals wrap, and a wrapped line cannot be erased.
    const line = cutToWidth(`${progressText(progress)}${counted}`, (this.#output.columns ?? 80) - 1)
    if (line === this.#shown) return
    this.#output.write(eraseLine + line)
    this.#shown = line
  }

  clear(): void {
    if (this.#shown === '') return
    this.#output.write(eraseLine)
    this.#shown = ''
  }
}
