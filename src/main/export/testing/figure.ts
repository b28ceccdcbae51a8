import { createElement as h, type ReactElement } from 'react'
import type { Provenance } from '../provenance'

export const origin: Provenance = {
  program: 'Tokentrace',
  version: '0.1.0',
  model: { name: 'gpt2', fingerprint: 'ab12' },
  prompt: { text: 'The “Eiffel” <Tower> & naïve\u0000 日本' },
  tokenIds: [464, 412, 733, 417, 8765],
  device: 'cpu',
  versions: { 'onnxruntime-node': '1.30.0' },
  spec: { kind: 'trajectory', version: 1, position: 4 },
}

/** A figure by hand with everything that ours use, 672 × 400 px. */
export function figure(): ReactElement {
  return h(
    'svg',
    { width: 672, height: 400, viewBox: '0 0 672 400', fontFamily: "Inter, 'Helvetica Neue', Arial, sans-serif" },
    h('title', null, 'Path of “Tower” & more'),
    h('desc', null, 'A <desc>'),
    h('defs', null, h('clipPath', { id: 'plot' }, h('rect', { x: 20, y: 40, width: 300, height: 200 }))),
    h('rect', { width: 672, height: 400, fill: '#ffffff' }),
    h(
      'text',
      { x: 20, y: 24, fontSize: 14, fontWeight: 600, fill: '#14171c' },
      'Tower → Paris',
      h('tspan', { fontWeight: 400, fill: '#566070' }, ' gpt2, naïve −0.42'),
    ),
    h(
      'g',
      { clipPath: 'url(#plot)', opacity: 0.5 },
      h('circle', { cx: 280, cy: 140, r: 60, fill: '#0072b2' }),
      h('circle', { cx: 320, cy: 140, r: 60, fill: '#d55e00' }),
    ),
    h('path', {
      d: 'M 30 200 L 100 100 C 150 50 200 250 300 200',
      fill: 'none',
      stroke: '#0b6bcb',
      strokeWidth: 1.5,
      strokeDasharray: '4 3',
      strokeLinecap: 'round',
    }),
    h(
      'g',
      { transform: 'translate(480 100)', fontSize: 11, fill: '#000' },
      h('text', { textAnchor: 'middle' }, 'middle'),
      h('text', { y: 20, textAnchor: 'end' }, 'end'),
      h('text', { y: 40 }, 'start'),
    ),
    h('text', { transform: 'translate(600 250) rotate(-90)', fontSize: 12, textAnchor: 'middle' }, 'rotated axis'),
    h(
      'text',
      { x: 400, y: 300, fontSize: 12, paintOrder: 'stroke', stroke: '#ffffff', strokeWidth: 3, fill: '#14171c' },
      'haloed',
    ),
    h('polygon', { points: '20,380 40,380 30,360', fill: 'none', stroke: '#14171c', opacity: 0.4 }),
    h('rect', { x: 400, y: 340, width: 60, height: 30, rx: 4, fill: 'none', stroke: '#000' }),
  )
}
