import { InfoSign } from '../../ui/info-sign'

export function MovesTools() {
  return (
    <InfoSign
      about="the parts of a move"
      sources={[
        {
          text: 'Heads add up: Elhage et al., A Mathematical Framework for Transformer Circuits, 2021',
          url: 'https://transformer-circuits.pub/2021/framework/index.html',
        },
        {
          text: 'Weight times value: Kobayashi et al., Attention is Not Only a Weight, 2020',
          url: 'https://aclanthology.org/2020.emnlp-main.574/',
        },
        {
          text: 'Logit difference: Wang et al., Interpretability in the Wild, 2022',
          url: 'https://arxiv.org/abs/2211.00593',
        },
      ]}
    >
      Attention’s step is a sum: each head writes, for each word it reads, its weight times that word’s value through
      W_O. A part’s share is its projection on the step by the step’s length, so that shares sum to 100 % and a part
      that pulls back is negative. Where a norm lies between, its scale is held at what it was in this run.
    </InfoSign>
  )
}
