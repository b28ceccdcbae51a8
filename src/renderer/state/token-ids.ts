import { Fault } from '../../shared/fault'

/** Token ids as a person types them where a model has no tokenizer: `5, 17 42`. */
export function parseTokenIds(text: string, vocabulary: number): number[] {
  const words = text.split(/[\s,;]+/).filter((word) => word !== '')
  return words.map((word, index) => {
    const place = `token ${index + 1}`
    if (!/^\d+$/.test(word)) {
      throw Fault.input(`“${word}” is not a token id`, {
        place,
        remedy: 'Type whole numbers with commas between them.',
      })
    }
    const id = Number(word)
    if (id >= vocabulary) {
      throw Fault.input(`Token id ${word} lies outside the vocabulary`, {
        place,
        remedy: `Type ids from 0 to ${vocabulary - 1}.`,
      })
    }
    return id
  })
}
