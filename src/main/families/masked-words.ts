import type { Activation } from './architecture'
import { linear, type UnembedPlan } from './family'

export interface MaskedWordNames {
  readonly dense: string
  readonly norm: string
  /** The linear map to the vocabulary, whose weight is W_E again where they are tied. */
  readonly decoder: string
  /** Where the head has its bias beside that. */
  readonly bias?: string
}

/**
 * The masked-word head of BERT's kin: a dense layer, an activation and a norm, then W_E and a bias. That one is a parameter of the
 * head which the decoder shares where they are tied, and files hold it under either name.
 */
export function maskedWords(
  tied: boolean,
  activation: Activation,
  { dense, norm, decoder, bias }: MaskedWordNames,
): UnembedPlan {
  const own = `${decoder}.bias`
  const names = bias === undefined ? { bias: own } : tied ? { bias, biasCopy: own } : { bias: own, biasCopy: bias }
  return {
    ...{ table: `${decoder}.weight`, tied, ...names },
    transform: { dense: linear(dense, true), activation, norm },
    present: `${dense}.weight`,
  }
}
