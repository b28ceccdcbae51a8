/** Sentences that the sample model knows, each with the word that is compared. */
export const contextExamples = [
  {
    title: 'Three moles',
    sentences: [
      { text: 'A mole, like a shrew, digs tunnels under the lawn.', token: 'mole' },
      { text: 'One mole of carbon dioxide weighs 44 grams', token: 'mole' },
      { text: 'The doctor took a biopsy of the mole on her arm.', token: 'mole' },
    ],
  },
  {
    title: 'Three towers',
    sentences: [
      { text: 'The Eiffel Tower is in', token: 'Tower' },
      { text: 'The Leaning Tower is in', token: 'Tower' },
      { text: 'Tokyo Tower is in', token: 'Tower' },
    ],
  },
] as const
