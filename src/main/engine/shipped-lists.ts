import capitals from '../../../resources/word-lists/1-capitals.json' with { type: 'json' }
import gender from '../../../resources/word-lists/2-gender.json' with { type: 'json' }
import number from '../../../resources/word-lists/3-number.json' with { type: 'json' }
import tense from '../../../resources/word-lists/4-tense.json' with { type: 'json' }
import sentiment from '../../../resources/word-lists/5-sentiment.json' with { type: 'json' }
import subjectNumber from '../../../resources/word-lists/6-subject-number.json' with { type: 'json' }
import { type WordList, wordList } from '../../shared/word-list'

/** The lists of resources/word-lists by the names that the command line has for them. */
export const shippedLists: Readonly<Record<string, WordList>> = Object.fromEntries(
  Object.entries({ capitals, gender, number, tense, sentiment, 'subject-number': subjectNumber }).map(([id, list]) => [
    id,
    wordList.parse(list),
  ]),
)
