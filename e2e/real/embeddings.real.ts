import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { lastTap, openMiniLm, readSentences, sentenceEmbedding } from './minilm'
import { cosine, largestGap } from './vectors'

const sentences = readSentences()

let model: Awaited<ReturnType<typeof openMiniLm>>
beforeAll(async () => {
  model = await openMiniLm()
})
afterAll(() => model.runner.release())

describe.each(sentences)('“$text”', ({ text, ids, embedding }) => {
  it('becomes the same token ids as in transformers', () => {
    expect(model.tokenIds(text)).toEqual(ids)
  })

  it('is embedded as in transformers', async () => {
    const run = await model.runner.run({ tokenIds: [ids] }, [lastTap])
    const ours = sentenceEmbedding(run.get(lastTap)!)
    expect(largestGap(ours, embedding)).toBeLessThan(1e-4)
    expect(cosine(ours, embedding)).toBeGreaterThan(0.999999)
  })
})
