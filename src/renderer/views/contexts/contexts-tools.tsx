import { InfoSign } from '../../ui/info-sign'

export function ContextsTools() {
  return (
    <InfoSign
      about="contexts side by side"
      sources={[
        {
          text: 'Ethayarajh, How Contextual are Contextualized Word Representations?, 2019',
          url: 'https://arxiv.org/abs/1909.00512',
        },
      ]}
    >
      Paths of one token in several sentences, on the three principal components of all their points together, or along
      directions that were made of words. Distance and cosine are of the raw residual stream. The contexts part at the
      first station at which the mean of their cosines has fallen below half-way between its greatest value and its
      least after that; a circle marks the same for one pair.
    </InfoSign>
  )
}
