import { createHash } from 'node:crypto'
import type { DeviceName } from '../../shared/model-info'

/** What determines every activation of a run. Two runs with equal keys computed the same numbers. */
export interface RunKey {
  /** Stands for config and weights (`ModelInfo.fingerprint`). */
  readonly fingerprint: string
  readonly tokenIds: readonly number[]
  /** For models with token types; leaving them out is another key than giving zeros. */
  readonly tokenTypeIds?: readonly number[]
  /** Of an encoder–decoder, whose `tokenIds` are its encoder's. */
  readonly decoderTokenIds?: readonly number[]
  /** Stands for encoder states that came from outside: a hash of them. */
  readonly states?: string
  /** The same for numbers that were given for further inputs. */
  readonly inputs?: string
  /** Of what is no run but made of the weights alone, without tokens: what was asked. */
  readonly asked?: string
  readonly device: DeviceName
}

/** A key in the form in which it is stored: `hash` finds the row, the rest is compared so that a collision is no answer. */
export interface StoredKey {
  readonly hash: Buffer
  readonly fingerprint: string
  readonly device: string
  readonly tokenIds: string
  readonly tokenTypeIds: string | null
}

export function storedKey(key: RunKey): StoredKey {
  // What only some runs have is told from ids by its mark, so that files of before stay what they were.
  const decoder = key.decoderTokenIds ? `>${key.decoderTokenIds.join(',')}` : ''
  const states = key.states === undefined ? '' : `@${key.states}`
  const inputs = key.inputs === undefined ? '' : `#${key.inputs}`
  const asked = key.asked === undefined ? '' : `?${key.asked}`
  const tokenIds = `${key.tokenIds.join(',')}${decoder}${states}${inputs}${asked}`
  const tokenTypeIds = key.tokenTypeIds === undefined ? null : key.tokenTypeIds.join(',')
  const whole = JSON.stringify([key.fingerprint, key.device, tokenIds, tokenTypeIds])
  return {
    hash: createHash('sha256').update(whole).digest(),
    fingerprint: key.fingerprint,
    device: key.device,
    tokenIds,
    tokenTypeIds,
  }
}
