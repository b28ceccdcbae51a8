import { InfoSign } from '../../ui/info-sign'

export function AnatomyTools() {
  return (
    <InfoSign
      about="where the parameters are"
      sources={[
        {
          text: 'Costs: Hoffmann et al. 2022, Training Compute-Optimal Large Language Models, appendix F',
          url: 'https://arxiv.org/abs/2203.15556',
        },
        {
          text: 'Kaplan et al. 2020, Scaling Laws for Neural Language Models',
          url: 'https://arxiv.org/abs/2001.08361',
        },
        {
          text: 'Effective rank: Roy and Vetterli 2007, The Effective Rank',
          url: 'https://www.eurasip.org/Proceedings/Eusipco/Eusipco2007/Papers/a5p-h05.pdf',
        },
        {
          text: 'Stable rank: Rudelson and Vershynin 2007, Sampling from Large Matrices',
          url: 'https://arxiv.org/abs/math/0503442',
        },
      ]}
    >
      Every number that was trained, once, by what it is for; beside it published models, counted from their configs by
      the same code. A part’s matrix is shown as it lies in the file, and only what is in sight is read. In an ONNX file
      what a weight is for is told by what it leads to; what leads nowhere that is known is not told apart. Its whole
      numbers are shown as what they stand for, made with their scales.
    </InfoSign>
  )
}
