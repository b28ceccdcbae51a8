/** Keeps the last lines of a stream, so that a process that died can be quoted. */
export class LastWords {
  #text = ''

  constructor(private readonly limit = 4000) {}

  add(chunk: string): void {
    this.#text = (this.#text + chunk).slice(-this.limit)
  }

  toString(): string {
    return this.#text.trimEnd()
  }
}
