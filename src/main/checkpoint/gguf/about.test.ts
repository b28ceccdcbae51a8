import { expect, it } from 'vitest'
import { aboutGguf } from './about'

it('a GGUF file says what it is called, who made it of what, its licence and its quantisation in words', () => {
  const metadata = new Map<string, string | number>([
    ['general.file_type', 15],
    ['general.license', 'apache-2.0'],
    ['general.name', ' Smol\nLM '],
    ['general.author', ''],
    ['general.organization', 7],
    ['general.base_model.0.name', 'SmolLM2 135M'],
    ['general.quantized_by', 'q'.repeat(500)],
  ])
  expect(aboutGguf(metadata)).toEqual([
    { label: 'Title', value: 'Smol\\nLM' },
    { label: 'Made from', value: 'SmolLM2 135M' },
    { label: 'Licence', value: 'apache-2.0' },
    { label: 'Quantised by', value: `${'q'.repeat(80)}…` },
    { label: 'Quantisation', value: 'Q4_K_M' },
  ])
})

it('a quantisation that is not known is left out', () => {
  expect(aboutGguf(new Map([['general.file_type', 1024]]))).toEqual([])
  expect(aboutGguf(new Map())).toEqual([])
})
