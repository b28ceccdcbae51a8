import type { JSX } from 'react'
import type { MatrixFacts, Spectrum } from '../matrix'
import { coordinate, count } from './numbers'
import { type FigureColours, type } from './theme'

interface ChartProps {
  readonly width: number
  readonly height: number
  readonly colours: FigureColours
}

const margin = 14
const top = 26
const bottom = 34

/** A number in as few characters as tell it. */
export function shortNumber(value: number): string {
  if (value === 0) return '0'
  const size = Math.abs(value)
  const text = size >= 1e5 || size < 1e-3 ? size.toExponential(1) : String(Number(size.toPrecision(3)))
  return `${value < 0 ? '−' : ''}${text.replace('e-', 'e−').replace('e+', 'e')}`
}

/** How many of a matrix's values lie where, in 80 bins around 0. */
export function HistogramChart({ facts, width, height, colours }: ChartProps & { facts: MatrixFacts }): JSX.Element {
  const { edge, counts } = facts.histogram
  const most = Math.max(1, ...counts)
  const pitch = (width - 2 * margin) / counts.length
  const [base, tall] = [height - bottom, height - top - bottom]
  return (
    <g>
      <text x={margin} y={15} fontSize={type.label} fill={colours.ink2}>
        Values
      </text>
      <text x={width - margin} y={15} textAnchor="end" fontSize={type.label} fill={colours.ink3}>
        {`most in a bin: ${count(most)}`}
      </text>
      {counts.map((own, bin) => {
        const high = (own / most) * tall
        return own === 0 ? null : (
          <rect
            key={bin}
            x={coordinate(margin + bin * pitch)}
            y={coordinate(base - Math.max(0.6, high))}
            width={coordinate(Math.max(0.5, pitch - 0.5))}
            height={coordinate(Math.max(0.6, high))}
            fill={colours.accent}
          />
        )
      })}
      <line x1={margin} x2={width - margin} y1={base} y2={base} stroke={colours.line} />
      <g fontSize={type.label} fill={colours.ink2}>
        <text x={margin} y={base + 15}>
          {shortNumber(-edge)}
        </text>
        <text x={width / 2} y={base + 15} textAnchor="middle">
          0
        </text>
        <text x={width - margin} y={base + 15} textAnchor="end">
          {shortNumber(edge)}
        </text>
      </g>
    </g>
  )
}

/** Singular values from the largest down, on a scale from 0. */
export function SpectrumChart({ spectrum, width, height, colours }: ChartProps & { spectrum: Spectrum }): JSX.Element {
  const { values, all } = spectrum
  const largest = Math.max(1e-30, values[0] ?? 0)
  const left = margin + 34
  const across = width - left - margin
  const [base, tall] = [height - bottom, height - top - bottom]
  const x = (index: number) => left + (values.length < 2 ? 0 : (index / (values.length - 1)) * across)
  const y = (value: number) => base - (value / largest) * tall
  const stride = Math.max(1, Math.floor(values.length / 600))
  const shown = values
    .map((value, index) => ({ value, index }))
    .filter(({ index }) => index % stride === 0 || index === values.length - 1)
  return (
    <g>
      <text x={margin} y={15} fontSize={type.label} fill={colours.ink2}>
        {all ? 'Singular values' : `The ${values.length} largest singular values`}
      </text>
      {[1, 0.5, 0].map((share) => (
        <g key={share}>
          <line
            x1={left}
            x2={width - margin}
            y1={y(share * largest)}
            y2={y(share * largest)}
            stroke={share === 0 ? colours.line : colours.grid}
          />
          <text x={left - 5} y={y(share * largest) + 4} textAnchor="end" fontSize={type.label} fill={colours.ink2}>
            {shortNumber(share * largest)}
          </text>
        </g>
      ))}
      <path
        d={shown
          .map(({ value, index }, at) => `${at === 0 ? 'M' : 'L'}${coordinate(x(index))} ${coordinate(y(value))}`)
          .join('')}
        fill="none"
        stroke={colours.accent}
        strokeWidth={1.6}
        strokeLinejoin="round"
      />
      {values.length <= 40 &&
        values.map((value, index) => (
          <circle key={index} cx={coordinate(x(index))} cy={coordinate(y(value))} r={2} fill={colours.accent} />
        ))}
      <g fontSize={type.label} fill={colours.ink2}>
        <text x={left} y={base + 15}>
          1
        </text>
        <text x={width - margin} y={base + 15} textAnchor="end">
          {count(values.length)}
        </text>
      </g>
    </g>
  )
}
