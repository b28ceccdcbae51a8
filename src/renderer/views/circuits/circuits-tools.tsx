import { InfoSign } from '../../ui/info-sign'

export function CircuitsTools() {
  return (
    <InfoSign
      about="circuits"
      sources={[
        {
          text: 'QK and OV circuits, copying, composition: Elhage et al., A Mathematical Framework for Transformer Circuits, 2021',
          url: 'https://transformer-circuits.pub/2021/framework/index.html',
        },
        {
          text: 'Induction heads: Olsson et al., In-context Learning and Induction Heads, 2022',
          url: 'https://transformer-circuits.pub/2022/in-context-learning-and-induction-heads/index.html',
        },
        {
          text: 'Singular directions in words: Millidge and Black, The Singular Value Decompositions of Transformer Weight Matrices, 2022',
          url: 'https://www.lesswrong.com/posts/mkbGjzxD8d8XqKHzA/the-singular-value-decompositions-of-transformer-weight',
        },
        {
          text: 'Effective rank: Roy and Vetterli, The effective rank, 2007',
          url: 'https://ieeexplore.ieee.org/document/7098875',
        },
      ]}
    >
      What a head’s weights say of words before anything is run: which word’s query fits which word’s key, which words
      are moved by attending to one, and which later heads read what it writes. Words stand for their rows of the
      embedding, so that what earlier layers make of them is left out; what else is, stands under each picture.
    </InfoSign>
  )
}
