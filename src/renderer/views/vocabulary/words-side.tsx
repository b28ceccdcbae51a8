import { ArrowLeft } from 'lucide-react'
import { type ReactNode, useRef, useState } from 'react'
import { mostEntries } from '../../../shared/direction'
import { count, fixed } from '../../../shared/figures/numbers'
import { visibleText } from '../../../shared/visible-text'
import type { VocabularyWords } from '../../../shared/vocabulary-map'
import {
  chooseWord,
  chooseWords,
  type MarkedWords,
  mostListed,
  searchFieldId,
  useNeighbours,
  useVocabulary,
} from '../../state/vocabulary'
import { saveWordList } from '../../state/word-lists'
import { Button } from '../../ui/button'
import { CopyButton } from '../../ui/copy-button'
import { FaultCard } from '../../ui/fault-card'
import { Field } from '../../ui/field'
import { IconButton } from '../../ui/icon-button'
import { usePanelVisible } from '../../ui/panel-visible'
import { TokenText } from '../../ui/token-text'
import { WordRows } from './word-rows'

/** A search over all words, and the list of what is looked at: a word's neighbours, words that were encircled, what was found. */
interface Props {
  readonly words: VocabularyWords
  readonly marks: MarkedWords
  /** At the foot. */
  readonly children: ReactNode
}

export function WordsSide({ words, marks, children }: Props) {
  const query = useVocabulary((vocabulary) => vocabulary.query)
  const word = useVocabulary((vocabulary) => vocabulary.word)
  const chosen = useVocabulary((vocabulary) => vocabulary.chosen)
  const side = useRef<HTMLElement>(null)
  return (
    <aside className="vocabulary-side" aria-label="Words" ref={side}>
      <div className="vocabulary-search">
        <Field
          id={searchFieldId}
          label="Find a word"
          type="search"
          value={query}
          placeholder="Part of a word"
          maxLength={100}
          onChange={(event) => useVocabulary.setState({ query: event.target.value, word: null, chosen: null })}
          onKeyDown={(event) => {
            const to = event.key === 'ArrowDown' || event.key === 'Enter'
            const row = to ? side.current?.querySelector<HTMLElement>('.word-rows button') : null
            if (!row) return
            event.preventDefault()
            if (event.key === 'Enter') row.click()
            else row.focus()
          }}
        />
      </div>
      {word !== null ? (
        <Neighbours words={words} word={word} />
      ) : chosen !== null ? (
        <Chosen words={words} chosen={chosen} listed={marks.listed} />
      ) : (
        <Found words={words} matches={marks.matches} />
      )}
      {children}
    </aside>
  )
}

function Found({ words, matches }: { words: VocabularyWords; matches: MarkedWords['matches'] }) {
  const query = useVocabulary((vocabulary) => vocabulary.query)
  if (query.trim() === '') {
    return (
      <p className="quiet vocabulary-hint">
        {`${count(words.texts.length)} words. Find one, click one on the map for its neighbours, or draw a shape around some.`}
      </p>
    )
  }
  if (matches === null) return <p className="quiet vocabulary-hint">Searching</p>
  return (
    <>
      <header className="vocabulary-head">
        <h2>{matches.length === 1 ? '1 word' : `${count(matches.length)} words`}</h2>
        {matches.length > 1 && <Button onClick={() => chooseWords(matches)}>Choose all</Button>}
      </header>
      <WordRows
        label="Words found"
        rows={[...matches.subarray(0, mostListed)].map((id) => ({
          id,
          text: words.texts[id]!,
          note: rankText(words, id),
        }))}
      />
      <More all={matches.length} />
    </>
  )
}

function Neighbours({ words, word }: { words: VocabularyWords; word: number }) {
  const look = useNeighbours(usePanelVisible())
  const answer = look.answer?.word.id === word ? look.answer : null
  return (
    <>
      <header className="vocabulary-head">
        <IconButton label="Back" onClick={() => chooseWord(null)}>
          <ArrowLeft size={14} />
        </IconButton>
        <h2>
          Nearest to <TokenText text={words.texts[word] ?? ''} />
        </h2>
      </header>
      {look.fault && <FaultCard fault={look.fault} title="The neighbours cannot be shown" />}
      {answer ? (
        <WordRows
          label={`Nearest to ${visibleText(words.texts[word] ?? '')}`}
          rows={answer.words.map(({ id, text, cosine }) => ({ id, text, note: fixed(cosine, 3) }))}
        />
      ) : (
        !look.fault && <p className="quiet vocabulary-hint">Finding its neighbours</p>
      )}
      <p className="quiet vocabulary-hint">{`By cosine, in all ${count(words.dModel)} dimensions.`}</p>
    </>
  )
}

function Chosen({ words, chosen, listed }: { words: VocabularyWords; chosen: Uint32Array; listed: readonly number[] }) {
  const [name, setName] = useState('')
  const [saved, setSaved] = useState<string | null>(null)
  const texts = () => Array.from(chosen, (id) => words.texts[id]!.trim()).filter((text) => text !== '')
  const tooMany = chosen.length > mostEntries
  return (
    <>
      <header className="vocabulary-head">
        <IconButton label="Back" onClick={() => chooseWords(null)}>
          <ArrowLeft size={14} />
        </IconButton>
        <h2>{chosen.length === 1 ? '1 word chosen' : `${count(chosen.length)} words chosen`}</h2>
      </header>
      {chosen.length === 0 ? (
        <p className="quiet vocabulary-hint">No word lies within the shape.</p>
      ) : (
        <>
          <WordRows
            label="Words chosen"
            rows={listed.map((id) => ({
              id,
              text: words.texts[id]!,
              note: rankText(words, id),
            }))}
          />
          <More all={chosen.length} />
          <form
            className="vocabulary-keep"
            onSubmit={(event) => {
              event.preventDefault()
              saveWordList(name.trim(), texts())
              setSaved(name.trim())
            }}
          >
            <CopyButton text={() => texts().join('\n')} label="Copy" />
            <Field
              label="Name of the list"
              value={name}
              maxLength={60}
              onChange={(event) => setName(event.target.value)}
            />
            <Button type="submit" disabled={tooMany || name.trim() === ''}>
              Save as list
            </Button>
            <p className="quiet" role="status">
              {tooMany
                ? `A list of Directions has at most ${mostEntries} words.`
                : saved
                  ? `Saved as \u201c${saved}\u201d: an end of a direction, under Directions.`
                  : ''}
            </p>
          </form>
        </>
      )}
    </>
  )
}

function More({ all }: { all: number }) {
  return all > mostListed ? <p className="quiet vocabulary-hint">{`and ${count(all - mostListed)} more`}</p> : null
}

function rankText({ ranks }: VocabularyWords, id: number): string {
  const rank = ranks.of[id] ?? -1
  return rank < 0 ? '' : count(rank + 1)
}
