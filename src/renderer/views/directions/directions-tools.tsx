import { InfoSign } from '../../ui/info-sign'

export function DirectionsTools() {
  return (
    <InfoSign
      about="directions"
      sources={[
        {
          text: 'Sums of words: Mikolov, Yih and Zweig, Linguistic Regularities in Continuous Space Word Representations, 2013',
          url: 'https://aclanthology.org/N13-1090/',
        },
        {
          text: 'Differences of means: Marks and Tegmark, The Geometry of Truth, 2023',
          url: 'https://arxiv.org/abs/2310.06824',
        },
        {
          text: 'Probes: Alain and Bengio, Understanding Intermediate Layers Using Linear Classifier Probes, 2016',
          url: 'https://arxiv.org/abs/1610.01644',
        },
        {
          text: 'Their control: Hewitt and Liang, Designing and Interpreting Probes with Control Tasks, 2019',
          url: 'https://arxiv.org/abs/1909.03368',
        },
      ]}
    >
      A direction leads from the mean of one list to the mean of another, among the rows of the embedding or of the
      unembedding, or among states of the residual stream; what was made of few words is measured on words that it was
      not made of. A probe that does better on held-out sentences than with shuffled labels shows that the station holds
      the difference, not that the model uses it.
    </InfoSign>
  )
}
