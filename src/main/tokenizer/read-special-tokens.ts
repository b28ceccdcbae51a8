import * as z from 'zod'
import { readJson } from './read-json'
import type { TokenizerConfigJson } from './tokenizer-json'

/** A token as configs write it: its text, or an object that also says how text around it is read. */
const writtenToken = z.union([z.string(), z.looseObject({ content: z.string() }).transform(({ content }) => content)])

/**
 * The tokens that a tokenizer's config gives names to, by these names (`bos_token`, `eos_token` …). As in transformers,
 * `special_tokens_map.json` goes before a config that does not list its added tokens, as old ones do not.
 */
export async function readSpecialTokens(
  { specialTokensFile }: { readonly specialTokensFile: string | null },
  config: TokenizerConfigJson | null,
): Promise<Readonly<Record<string, string>>> {
  const isOld = config?.added_tokens_decoder === undefined
  const map = isOld && specialTokensFile !== null ? await readJson(specialTokensFile) : {}
  return { ...namedTokens(config), ...namedTokens(map) }
}

function namedTokens(value: unknown): Record<string, string> {
  const entries = typeof value === 'object' && value !== null ? Object.entries(value) : []
  const tokens = entries.flatMap(([name, written]) => {
    const token = writtenToken.safeParse(written)
    return /^[a-z]+_token$/.test(name) && token.success ? [[name, token.data] as const] : []
  })
  return Object.fromEntries(tokens)
}
