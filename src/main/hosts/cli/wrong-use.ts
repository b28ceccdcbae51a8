/** Words on the command line that cannot be meant. `choices` are whole lines that say what can. */
export class WrongUse extends Error {
  override readonly name = 'WrongUse'
  readonly choices: readonly string[]

  constructor(message: string, choices: readonly string[] = []) {
    super(message)
    this.choices = choices
  }
}
