import type * as z from 'zod'

/** Choices as an address holds them: those that differ from the usual ones. */
export function keptChoices<T extends object>(schema: z.ZodObject, usual: T) {
  const kept = schema.partial()
  const names = Object.keys(schema.shape) as (keyof T)[]
  return {
    /** Empty where all are as usual. */
    write(choices: T): string {
      const own = names.filter((name) => JSON.stringify(choices[name]) !== JSON.stringify(usual[name]))
      return own.length === 0 ? '' : JSON.stringify(Object.fromEntries(own.map((name) => [name, choices[name]])))
    },
    /** Reads what anyone may have written: what does not fit is as usual. */
    read(text: string | null): T {
      try {
        return { ...usual, ...(kept.safeParse(JSON.parse(text ?? '{}')).data as Partial<T> | undefined) }
      } catch {
        return usual
      }
    },
  }
}
