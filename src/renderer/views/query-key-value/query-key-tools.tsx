import { InfoSign } from '../../ui/info-sign'

export function QueryKeyTools() {
  return (
    <InfoSign
      about="query, key and value"
      sources={[
        {
          text: 'softmax(QKᵀ / √d)·V: Vaswani et al., Attention Is All You Need, 2017',
          url: 'https://arxiv.org/abs/1706.03762',
        },
        {
          text: 'QK and OV circuits: Elhage et al., A Mathematical Framework for Transformer Circuits, 2021',
          url: 'https://transformer-circuits.pub/2021/framework/index.html',
        },
        {
          text: 'Weight times value: Kobayashi et al., Attention is Not Only a Weight, 2020',
          url: 'https://aclanthology.org/2020.emnlp-main.574/',
        },
      ]}
    >
      How much one word reads from another in one head, from the product of its query with the other’s key to what the
      other’s value writes. Without a choice, the head is the one that looks hardest at a word other than the first and
      the query itself, and the key is the one with the largest weight.
    </InfoSign>
  )
}
