import { InfoSign } from '../../ui/info-sign'

export function PredictionTools() {
  return (
    <InfoSign
      about="the prediction"
      sources={[
        {
          text: 'Logit lens: nostalgebraist, interpreting GPT: the logit lens, 2020',
          url: 'https://www.lesswrong.com/posts/AcKRB8wDpdaN6v6ru/interpreting-gpt-the-logit-lens',
        },
        {
          text: 'Top-k: Fan et al., Hierarchical Neural Story Generation, 2018',
          url: 'https://arxiv.org/abs/1805.04833',
        },
        {
          text: 'Top-p: Holtzman et al., The Curious Case of Neural Text Degeneration, 2019',
          url: 'https://arxiv.org/abs/1904.09751',
        },
      ]}
    >
      The bars are the model’s distribution at one position, the map is what the unembedding would read there after each
      layer, as if it were the last. A word that is watched takes over the map: the colour is its probability, the
      number its rank. A model for another task shows its classes, of the text or of each token.
    </InfoSign>
  )
}
