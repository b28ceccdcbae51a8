import { useId, useRef } from 'react'
import type { HeadCircuit } from '../../../shared/circuits'
import { CircuitMatrix, circuitMatrixHeight } from '../../../shared/figures/circuit-matrix-figure'
import { CircuitSpectrum, circuitSpectrumHeight } from '../../../shared/figures/circuit-spectrum-figure'
import { circuitHead, circuitNames } from '../../../shared/figures/circuit-text'
import { figureColours, fontFamily } from '../../../shared/figures/theme'
import { useCircuitChoices, useWordsFault } from '../../state/circuits'
import { useTheme } from '../../state/preferences'
import { useSession } from '../../state/session'
import { useWidth } from '../../ui/use-width'
import { PairsPart } from './pairs-part'

/** One circuit of one head: on some words, over the whole vocabulary, and by its singular directions. */
export function HeadSection({ answer }: { answer: HeadCircuit }) {
  const theme = useTheme()
  const frame = useRef<HTMLDivElement>(null)
  const width = useWidth(frame)
  const name = `Head ${circuitHead(answer)}, ${circuitNames[answer.circuit].name}`
  const paper = { theme, width, background: figureColours[theme].canvas }
  const picture = (label: string, height: number, of: 'matrix' | 'spectrum') => (
    <svg role="img" aria-label={label} width={width} height={height} fontFamily={fontFamily}>
      {of === 'matrix' ? (
        <CircuitMatrix {...paper} height={height} answer={answer} />
      ) : (
        <CircuitSpectrum {...paper} height={height} answer={answer} />
      )}
    </svg>
  )
  return (
    <div className="circuits-head" ref={frame}>
      <section aria-label="On words">
        <WordsField />
        {width > 0 && picture(`${name} on words`, circuitMatrixHeight(answer, width), 'matrix')}
      </section>
      <PairsPart answer={answer} />
      <section aria-label="Singular directions">
        {width > 0 && picture(`${name}, spectrum`, circuitSpectrumHeight(answer, width), 'spectrum')}
      </section>
    </div>
  )
}

/** Which words the matrix is of. */
function WordsField() {
  const words = useCircuitChoices((choices) => choices.words)
  const model = useSession((session) => session.model)
  const ran = useSession((session) => session.ran !== null)
  const fault = useWordsFault(({ fault }) => fault)
  const id = useId()
  const hasWords = model?.tokenizerMissing === null
  return (
    <div className="circuits-words">
      <label htmlFor={id}>{hasWords ? 'Words' : 'Token ids'}</label>
      <input
        id={id}
        value={words}
        placeholder={ran ? 'of the sentence' : hasWords ? 'any words' : '5, 17, 42'}
        autoComplete="off"
        spellCheck={false}
        aria-invalid={fault !== null}
        aria-describedby={fault ? `${id}fault` : undefined}
        onChange={({ target }) => useCircuitChoices.setState({ words: target.value })}
      />
      {fault && (
        <p id={`${id}fault`} role="alert" className="circuits-words-fault">
          {[fault.message, fault.remedy].filter(Boolean).join('. ')}
        </p>
      )}
    </div>
  )
}
