import { useModelsChoices, useTwoModels } from '../../state/two-models'
import { AxesChoice } from '../../ui/axes-choice'
import { InfoSign } from '../../ui/info-sign'
import { VectorsChoice } from '../../ui/vectors-choice'

/** Paths alone are looked at through a map, and along axes. */
export function TwoModelsVectors() {
  const section = useModelsChoices((choices) => choices.section)
  const isCompared = useTwoModels(({ reference }) => reference !== null)
  if (!isCompared || section !== 'paths') return null
  return (
    <>
      <VectorsChoice />
      <AxesChoice />
    </>
  )
}

export function TwoModelsTools() {
  return (
    <InfoSign
      about="two models side by side"
      sources={[
        {
          text: 'Total variation: Levin, Peres and Wilmer, Markov Chains and Mixing Times, proposition 4.2',
          url: 'https://pages.uoregon.edu/dlevin/MARKOV/',
        },
        {
          text: 'Divergence: Kullback and Leibler, On Information and Sufficiency, 1951',
          url: 'https://doi.org/10.1214/aoms/1177729694',
        },
        {
          text: 'CKA: Kornblith et al. 2019, Similarity of Neural Network Representations Revisited',
          url: 'https://arxiv.org/abs/1905.00414',
        },
        {
          text: 'The same for quantised models: llama.cpp, perplexity',
          url: 'https://github.com/ggml-org/llama.cpp/tree/master/tools/perplexity',
        },
      ]}
    >
      The same token ids through the open model, A, and a reference, B; paths stand on the three principal components of
      both together, or along directions made in A. Patterns differ by half the sum of the differences of two rows of
      weights, next words by the bits that A loses against B, and weights by ‖a − b‖ / ‖b‖; CKA is 1 where two streams
      are one another turned and scaled.
    </InfoSign>
  )
}
