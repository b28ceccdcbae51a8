import { InfoSign } from '../../ui/info-sign'

export function TrajectoryTools() {
  return (
    <InfoSign
      about="the path"
      sources={[
        {
          text: 'Principal components: Jolliffe, Principal Component Analysis, 2002',
          url: 'https://doi.org/10.1007/b98835',
        },
        {
          text: 'The stream read as words: nostalgebraist, interpreting GPT: the logit lens, 2020',
          url: 'https://www.lesswrong.com/posts/AcKRB8wDpdaN6v6ru/interpreting-gpt-the-logit-lens',
        },
      ]}
    >
      The path is the token’s residual stream after the embedding and after each attention and MLP, on the three
      principal components of the path itself, or along directions that were made of words. A vocabulary word stands
      where the stream at this position would start, were the token that word: one that lies near a station is near it,
      as far as three components can tell. The faint line on the floor is the path’s shadow: its first two components
      alone.
    </InfoSign>
  )
}
