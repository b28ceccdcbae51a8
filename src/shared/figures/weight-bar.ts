import type { BarWords } from './colour-bar'

/** Of attention weights, whichever figure colours them. */
export const weightBar: BarWords = { from: 0, ends: ['0', '1'], name: 'attention weight' }
