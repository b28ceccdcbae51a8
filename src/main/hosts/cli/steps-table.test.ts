import { expect, it } from 'vitest'
import { sampleTrajectory } from '../../../shared/figures/trajectory.test-data'
import type { Trajectory } from '../../../shared/trajectory'
import { displayWidth } from './display-width'
import { stepsTable, trajectoryTitle } from './steps-table'

const sample = sampleTrajectory(2)
const linesOf = (trajectory: Trajectory, limit: number | null) => stepsTable(trajectory, limit).trimEnd().split('\n')

it('the title says model, token, view, what the axes keep, device and where the numbers came from', () => {
  expect(trajectoryTitle(sample, true)).toBe(
    'SmolLM2-135M · token @4 “·Tower” · unit view · three axes keep 71 % of the path’s variance · cpu · read back from the store',
  )
  expect(trajectoryTitle(sample, false)).toMatch(/· computed$/)
  const tokens = sample.tokens.map((token) => ({ ...token, side: 'decoder' as const }))
  expect(trajectoryTitle({ ...sample, tokens }, true)).toContain('token @4 “·Tower” of the decoder ·')
})

it('the table has a row for each step, its columns aligned', () => {
  const lines = linesOf(sample, null)
  expect(lines).toHaveLength(6)
  expect(lines[0]).toMatch(/^step +layer +kind +length +cos start +cos end +p\(“·Paris”\) +nearest words +logit lens$/)
  expect(lines[1]).toMatch(
    /^ {3}0 {9}embed {5} +1\.000 +0\.260 +0\.000 +“.+” “.+” “.+” +“·Paris” 0\.000 “·Rome” 0\.100$/,
  )
  expect(lines[2]).toMatch(/^ {3}1 {6}0 {2}attention +\d+\.\d+ /)
  expect(lines[5]).toMatch(/^ {3}4 {6}1 {2}MLP +\d+\.\d+ .*“·Paris” 0\.740/)
  const column = displayWidth(lines[0]!.slice(0, lines[0]!.indexOf('nearest')))
  for (const line of lines.slice(1)) expect(line.slice(column)).toMatch(/^“/)
})

it('negative numbers have a real minus sign', () => {
  const steps = sample.steps.map((step) => ({ ...step, cosineToStart: -0.25 }))
  expect(stepsTable({ ...sample, steps }, null)).toContain('−0.250')
})

it('only the words are cut to the terminal', () => {
  const lines = linesOf(sample, 100)
  for (const line of lines) expect(displayWidth(line)).toBeLessThanOrEqual(100)
  expect(lines[1]).toContain('…')
  expect(lines[1]).toContain('0.260')
})

it('a model without an unembedding has no lens and no watched word', () => {
  const steps = sample.steps.map((step) => ({ ...step, lens: null, watched: null }))
  const lines = linesOf({ ...sample, steps, watched: null }, null)
  expect(lines[0]).toMatch(/cos end +nearest words$/)
})
