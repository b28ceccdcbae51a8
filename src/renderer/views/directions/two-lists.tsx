import { ChevronDown, ListPlus } from 'lucide-react'
import { useDirections } from '../../state/directions'
import { type OwnList, useWordLists } from '../../state/word-lists'
import { Button } from '../../ui/button'
import { Menu } from '../../ui/menu'
import { ListField } from './fields'
import { draftOf, type ListDraft, readDraft, useKnown } from './list-draft'

/** Two lists side by side, and the shipped ones to begin with. */
export function TwoLists({ draft, onChange }: { draft: ListDraft; onChange: (draft: ListDraft) => void }) {
  const lists = useDirections((directions) => directions.lists).filter(({ list }) => list.of === draft.of)
  const { minus, plus } = readDraft(draft)
  const set = (end: 0 | 1, part: 'ends' | 'texts', value: string) => {
    const pair = [...draft[part]] as [string, string]
    pair[end] = value
    onChange({ ...draft, [part]: pair })
  }
  const take = (end: 0 | 1, { name, words }: OwnList) => {
    const [ends, texts] = [[...draft.ends], [...draft.texts]] as [[string, string], [string, string]]
    ends[end] = name
    texts[end] = words.join('\n')
    onChange({ ...draft, ends, texts, paired: false })
  }
  return (
    <div className="two-lists">
      <Menu
        trigger={
          <Button>
            Start from a list
            <ChevronDown size={14} />
          </Button>
        }
        items={lists.map(({ list, known }) => ({
          label: list.title,
          note: known ? `${known.known} of ${known.words} words` : `${list.pairs.length} pairs`,
          onSelect: () => onChange(draftOf(list)),
        }))}
      />
      <div className="two-lists-fields">
        {([0, 1] as const).map((end) => (
          <End key={end} end={end} draft={draft} entries={end === 0 ? minus : plus} onSet={set} onTake={take} />
        ))}
      </div>
    </div>
  )
}

function End({
  end,
  draft,
  entries,
  onSet,
  onTake,
}: {
  end: 0 | 1
  draft: ListDraft
  entries: readonly string[]
  onSet: (end: 0 | 1, part: 'ends' | 'texts', value: string) => void
  onTake: (end: 0 | 1, list: OwnList) => void
}) {
  return (
    <ListField
      own={<OwnLists of={draft.of} onTake={(list) => onTake(end, list)} />}
      label={end === 0 ? 'From' : 'To'}
      name={draft.ends[end]}
      of={draft.of}
      value={draft.texts[end]}
      note={useListNote(draft.of, entries)}
      onName={(name) => onSet(end, 'ends', name)}
      onChange={(text) => onSet(end, 'texts', text)}
    />
  )
}

/** Lists that were chosen on the map of words. */
export function OwnLists({ of, onTake }: { of: ListDraft['of']; onTake: (list: OwnList) => void }) {
  const lists = useWordLists((own) => own.lists)
  if (of === 'sentences' || lists.length === 0) return null
  return (
    <Menu
      trigger={
        <button type="button" className="icon-button" aria-label="Take a saved list" title="Take a saved list">
          <ListPlus size={14} />
        </button>
      }
      items={lists.map((list) => ({
        label: list.name,
        note: list.words.length === 1 ? '1 word' : `${list.words.length} words`,
        onSelect: () => onTake(list),
      }))}
    />
  )
}

/** How many entries there are, and what of words the vocabulary has. */
export function useListNote(of: ListDraft['of'], entries: readonly string[]): string {
  const known = useKnown(of === 'words' ? entries : [])
  const counted = entries.length === 1 ? `1 ${of.slice(0, -1)}` : `${entries.length} ${of}`
  if (of === 'sentences' || !known || entries.length === 0) return counted
  const out = known.unknown.length
  const some = known.unknown.slice(0, 3).join(', ')
  return out === 0
    ? `${counted}, ${entries.length === 1 ? '' : 'each '}one token`
    : `${known.known} of ${known.words} words are one token; left out: ${some}${out > 3 ? ` and ${out - 3} more` : ''}`
}
