import { InfoSign } from '../../ui/info-sign'

export function VocabularyTools() {
  return (
    <InfoSign
      about="the map of words"
      sources={[
        {
          text: 'The map: Smilkov, Thorat, Nicholson, Reif, Viégas and Wattenberg, Embedding Projector, 2016',
          url: 'https://arxiv.org/abs/1611.05469',
        },
        {
          text: 'UMAP: McInnes, Healy and Melville, Uniform Manifold Approximation and Projection, 2018',
          url: 'https://arxiv.org/abs/1802.03426',
        },
        {
          text: 'What such pictures hide: Chari and Pachter, The Specious Art of Single-Cell Genomics, 2023',
          url: 'https://doi.org/10.1371/journal.pcbi.1011288',
        },
      ]}
    >
      Each point is a word of the vocabulary: a row of the embedding, or of the unembedding, on principal components or
      directions, which say how much of the variance they keep, or laid out by UMAP, which keeps neighbours together and
      says nothing by the distance between groups. The neighbours of a word that is clicked are those of the whole
      space, by cosine, wherever the picture has put them.
    </InfoSign>
  )
}
