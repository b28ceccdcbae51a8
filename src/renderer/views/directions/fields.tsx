import { FileText } from 'lucide-react'
import { type ReactNode, useId, useRef } from 'react'
import { readList, type WordList } from '../../../shared/word-list'
import { IconButton } from '../../ui/icon-button'

/** A list: typed, pasted, or opened from a file, an entry a line. */
export function ListField({
  label,
  name,
  of,
  value,
  rows = of === 'words' ? 5 : 6,
  note,
  own,
  onName,
  onChange,
}: {
  label: string
  name: string
  of: WordList['of']
  value: string
  /** How many lines of it are seen. */
  rows?: number
  note: string
  /** Beside the name: lists that can be taken. */
  own?: ReactNode
  onName: (name: string) => void
  onChange: (value: string) => void
}) {
  const id = useId()
  const file = useRef<HTMLInputElement>(null)
  const open = async (chosen: File | undefined) => {
    if (chosen) onChange(readList(await chosen.text(), of).join('\n'))
  }
  return (
    <div className="list-field">
      <div className="list-field-head">
        <label htmlFor={`${id}-name`}>{label}</label>
        <input id={`${id}-name`} value={name} maxLength={60} onChange={(event) => onName(event.target.value)} />
        {own}
        <IconButton label={`Open a list file for “${name}”`} onClick={() => file.current?.click()}>
          <FileText size={14} />
        </IconButton>
        <input
          ref={file}
          type="file"
          accept=".txt,.csv,.tsv,text/plain,text/csv"
          hidden
          onChange={(event) => {
            void open(event.target.files?.[0])
            event.target.value = ''
          }}
        />
      </div>
      <textarea
        aria-label={`${of === 'words' ? 'Words' : 'Sentences'} of “${name}”`}
        rows={rows}
        spellCheck={false}
        value={value}
        placeholder={of === 'words' ? 'Words, on lines or with commas between them' : 'A sentence a line'}
        onChange={(event) => onChange(event.target.value)}
      />
      <p className="quiet">{note}</p>
    </div>
  )
}

/** One of several, by name. */
export function Choice<T extends string>({
  label,
  value,
  options,
  onChange,
}: {
  label: string
  value: T
  options: readonly { readonly value: T; readonly label: string }[]
  onChange: (value: T) => void
}) {
  const id = useId()
  return (
    <div className="choice">
      <label htmlFor={id}>{label}</label>
      <select id={id} value={value} onChange={(event) => onChange(event.target.value as T)}>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </div>
  )
}
