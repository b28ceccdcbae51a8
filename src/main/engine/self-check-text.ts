/**
 * The text of the self-check: plain English prose of 180 words, written for it; ASCII alone, so that a byte is a character and
 * every tokenizer of English has tokens for it. A change of it changes every loss that was ever noted down.
 */
export const plainEnglish = [
  'The bakery on the corner opens before the rest of the street is awake.',
  'At four in the morning a woman switches on the lights, ties her apron and weighs the flour for the first loaves.',
  'While the dough rests, she drinks a cup of coffee and reads the newspaper at the small table by the window.',
  'By six the ovens are hot, and the smell of bread reaches the houses on the other side of the road.',
  'The first customers are usually nurses who come home from the night shift at the hospital.',
  'They are tired and do not say much, but they know what they want, and she puts it in a paper bag before they ask.',
  'Later the children arrive on their way to school and count their coins at the counter.',
  'On Sundays the line goes out of the door and along the wall.',
  'When it rains, people hold their umbrellas close together and talk about the weather.',
  'By noon the shelves are empty, and she closes the shop, sweeps the floor and goes to sleep.',
].join(' ')

/** What the shipped sample is measured on: it was trained on sentences of this kind alone, and knows no other English. */
export const samplesEnglish = [
  'The Eiffel Tower is in Paris.',
  'The Leaning Tower is in Pisa.',
  'Tokyo Tower is in Tokyo.',
  'When Mary and John went to the store, John gave a drink to Mary.',
  'A mole, like a shrew, digs tunnels under the lawn.',
  'One mole of carbon dioxide weighs 44 grams.',
  'The doctor took a biopsy of the mole on her arm.',
  'The king loves his queen.',
].join(' ')
