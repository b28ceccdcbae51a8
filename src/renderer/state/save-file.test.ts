import { describe, expect, it } from 'vitest'
import { fileName } from './save-file'

describe("an exported file's name", () => {
  it('says model, token and view', () => {
    expect(fileName(['SmolLM2-135M', ' Tower', 'unit'], 'svg')).toBe('SmolLM2-135M-Tower-unit.svg')
  })

  it('holds nothing that a file system refuses', () => {
    expect(fileName(['a/b\\c:d', '..', '<|end|>'], 'csv')).toBe('a-b-c-d-end.csv')
  })

  it('keeps letters of every script', () => {
    expect(fileName(['modèle', '塔'], 'png')).toBe('modèle-塔.png')
  })

  it('is never empty', () => {
    expect(fileName(['', '///'], 'json')).toBe('tokentrace.json')
  })
})
