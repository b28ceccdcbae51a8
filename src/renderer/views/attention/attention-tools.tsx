import { InfoSign } from '../../ui/info-sign'

export function AttentionTools() {
  return (
    <InfoSign
      about="attention"
      sources={[
        {
          text: 'Previous token: Voita et al., Analyzing Multi-Head Self-Attention, 2019',
          url: 'https://aclanthology.org/P19-1580/',
        },
        {
          text: 'First token: Vig and Belinkov, Analyzing the Structure of Attention, 2019',
          url: 'https://aclanthology.org/W19-4808/',
        },
        {
          text: 'Duplicate token: Wang et al., Interpretability in the Wild, 2023',
          url: 'https://arxiv.org/abs/2211.00593',
        },
        {
          text: 'Induction on random repeats: Olsson et al., In-context Learning and Induction Heads, 2022',
          url: 'https://transformer-circuits.pub/2022/in-context-learning-and-induction-heads/index.html',
        },
        {
          text: 'Rollout: Abnar and Zuidema, Quantifying Attention Flow, 2020',
          url: 'https://aclanthology.org/2020.acl-main.385/',
        },
      ]}
    >
      Each row of a pattern is one query’s weights over the keys, and sums to 1. The measures are mean weights from 0 to
      1: how much a head looks at the token before, at the first token, at an earlier same token, or at what followed
      it; a dash where the sentence cannot show it.
    </InfoSign>
  )
}
