import { type Classification, rankedClasses, rankedTokens } from '../../../shared/classification'
import { fixed } from '../../../shared/figures/numbers'
import { taskHeadTitle } from '../../../shared/task-head-words'
import { quoted } from '../../../shared/visible-text'
import { probabilityText } from './number-text'
import { type Column, textTable } from './text-table'

/** So many classes are printed; the rest are counted. */
const mostClasses = 12

/** What a task head says of the text, or of the token at `position`: a row for each class, the largest score first. */
export function classesTable(classification: Classification, position: number): string {
  const { head, tokens, rows } = classification
  const title = taskHeadTitle(head) + (head.each ? ` · token @${position} ${quoted(tokens[position]!.text)}` : '')
  const all = rankedClasses(classification, head.each ? position : 0)
  const columns: Column[] = [
    { title: 'class', align: 'left' },
    { title: 'score', align: 'right' },
    ...(head.squash === 'none' ? [] : [{ title: 'probability', align: 'right' } as const]),
    ...(head.squash === 'positions' ? [{ title: 'likeliest at', align: 'left' } as const] : []),
  ]
  const likeliest = (name: string) => {
    const index = head.classes.indexOf(name)
    const [first] = rankedTokens(classification, index)
    return `@${first} ${quoted(tokens[first!]!.text)} ${probabilityText(rows[first!]![index]!.probability!)}`
  }
  const lines = all
    .slice(0, mostClasses)
    .map(({ name, score, probability }) => [
      name,
      fixed(score, 3),
      ...(probability === null ? [] : [probabilityText(probability)]),
      ...(head.squash === 'positions' ? [likeliest(name)] : []),
    ])
  const more = all.length - lines.length
  return `${title}\n\n${textTable(columns, lines, null)}${more > 0 ? `and ${more} more\n` : ''}`
}
