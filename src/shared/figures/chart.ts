import type { FigureSpec } from './figure-spec'

/**
 * What a figure's table looks like as a plain chart, by the names of its columns: what PGFPlots and Vega-Lite are told, and
 * nothing of where things stand.
 */
export type Chart = (MatrixChart | BarsChart | LinesChart | PathChart) & {
  /** The rows that are charted, where there are others too. */
  readonly where?: { readonly column: string; readonly is: readonly string[] }
}

interface Axis {
  readonly column: string
  readonly title: string
}

/** A colour for each pair of a row and a column. */
interface MatrixChart {
  readonly mark: 'matrix'
  readonly x: Axis
  readonly y: Axis
  readonly value: Axis
  /** Columns with what stands at the ticks, where numbers alone would not say it. */
  readonly labels?: { readonly x?: string; readonly y?: string }
  /** `share`: from 0 to 1. `length`: from 0 to the largest. `signed`: as far below zero as above, zero in the middle. */
  readonly scale: 'share' | 'length' | 'signed'
  /** The rows whose largest ends the scale, where the figure colours more than is charted. */
  readonly coloured?: readonly string[]
  /** Whether the first row stands lowest, as layers do; queries go downwards. */
  readonly upwards: boolean
}

/** A length for each word. */
interface BarsChart {
  readonly mark: 'bars'
  readonly label: Axis
  readonly value: Axis
}

/** A value for each station, a line for each `by`. */
interface LinesChart {
  readonly mark: 'lines'
  readonly x: Axis
  readonly y: Axis
  /** Columns that together name a line; none for a single one. */
  readonly by: readonly string[]
}

/** Points in space, one after the other, each of a kind. */
interface PathChart {
  readonly mark: 'path'
  readonly axes: readonly [Axis, Axis, Axis]
  readonly kind: string
}

/** The figure as a chart; null where it is none. A kind of figure that is one has a case here. */
export function chartOf(spec: FigureSpec): Chart | null {
  switch (spec.kind) {
    case 'trajectory':
      return {
        mark: 'path',
        axes: [
          { column: 'x', title: 'component 1' },
          { column: 'y', title: 'component 2' },
          { column: 'z', title: 'component 3' },
        ],
        kind: 'kind',
        where: { column: 'kind', is: ['embed', 'attention', 'cross', 'mlp'] },
      }
    case 'lens':
      return {
        mark: 'matrix',
        x: { column: 'position', title: 'token' },
        y: { column: 'layer', title: 'layer' },
        value: { column: spec.watch === null ? 'probability' : 'watched_probability', title: 'probability' },
        labels: { x: 'token' },
        scale: 'share',
        upwards: true,
      }
    case 'next-words':
      return {
        mark: 'bars',
        label: { column: 'word', title: 'word' },
        value: { column: 'probability', title: 'probability' },
      }
    case 'attention-image':
    case 'attention-lines':
      return null
    case 'attention-matrix':
      return {
        mark: 'matrix',
        x: { column: 'key_position', title: 'key' },
        y: { column: 'query_position', title: 'query' },
        value: { column: 'weight', title: 'attention weight' },
        labels: { x: 'key', y: 'query' },
        scale: 'share',
        upwards: false,
      }
    case 'query-key':
      return {
        mark: 'bars',
        label: { column: 'index', title: 'dimension' },
        value: { column: 'product', title: 'query times key' },
        where: { column: 'of', is: ['dimension'] },
      }
    case 'move-parts':
      return {
        mark: 'bars',
        label: { column: 'part', title: 'part' },
        value: { column: 'share', title: 'share of the step' },
      }
    case 'move-map': {
      const signed = spec.target !== null
      return {
        mark: 'matrix',
        x: { column: 'head', title: 'head' },
        y: { column: 'layer', title: 'layer' },
        value: signed ? { column: 'value', title: 'part of the target' } : { column: 'length', title: 'length' },
        scale: signed ? 'signed' : 'length',
        upwards: false,
        where: { column: 'kind', is: ['head'] },
        coloured: ['head', 'mlp'],
      }
    }
    case 'contexts':
      return {
        mark: 'lines',
        x: { column: 'station', title: 'station' },
        y: { column: spec.measure, title: spec.measure },
        by: ['a', 'b'],
      }
    case 'models': {
      const column = spec.measure === 'relative' ? 'of_step' : spec.measure
      const title = spec.measure === 'relative' ? 'distance by the step’s length' : spec.measure
      return { mark: 'lines', x: { column: 'station', title: 'station' }, y: { column, title }, by: [] }
    }
    case 'model-heads':
      return {
        mark: 'matrix',
        x: { column: 'head', title: 'head' },
        y: { column: 'layer', title: 'layer' },
        value: { column: spec.rows === 'token' ? 'at_token' : 'mean', title: 'distance of the patterns' },
        scale: 'length',
        upwards: false,
      }
    case 'weight-errors':
      return {
        mark: 'bars',
        label: { column: 'tensor', title: 'weight' },
        value: { column: 'relative', title: 'relative error' },
      }
    case 'similarity':
      return {
        mark: 'matrix',
        x: { column: 'reference_station', title: 'station of the reference' },
        y: { column: 'station', title: 'station' },
        value:
          spec.estimate === 'debiased'
            ? { column: 'debiased_cka', title: 'debiased linear CKA' }
            : { column: 'cka', title: 'linear CKA' },
        scale: 'share',
        upwards: false,
      }
    case 'circuit-matrix':
      return {
        mark: 'matrix',
        x: { column: 'to_id', title: 'to' },
        y: { column: 'from_id', title: 'from' },
        value: { column: 'score', title: 'score' },
        labels: { x: 'to', y: 'from' },
        scale: 'signed',
        upwards: false,
      }
    case 'matrix':
      return {
        mark: 'matrix',
        x: { column: 'column', title: 'column' },
        y: { column: 'row', title: 'row' },
        value: { column: 'value', title: spec.measure === 'mean' ? 'value' : 'size' },
        scale: spec.measure === 'mean' ? 'signed' : 'length',
        upwards: false,
        where: { column: 'of', is: ['cell'] },
      }
    case 'angles':
      return {
        mark: 'matrix',
        x: { column: 'b', title: 'direction' },
        y: { column: 'a', title: 'direction' },
        value: { column: 'cosine', title: 'cosine' },
        scale: 'signed',
        upwards: false,
      }
    case 'arithmetic':
      return {
        mark: 'bars',
        label: { column: 'word', title: 'word' },
        value: { column: spec.question.measure, title: spec.question.measure },
      }
    default:
      return null
  }
}
