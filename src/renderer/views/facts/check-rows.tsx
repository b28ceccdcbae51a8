import { Check, type LucideIcon, Minus, TriangleAlert, X } from 'lucide-react'
import { type CheckMark, type CheckRow, markWords, wholeMark } from '../../../shared/self-check-words'
import './check-rows.css'

const signs: Readonly<Record<CheckMark, LucideIcon>> = { pass: Check, caution: TriangleAlert, fail: X, none: Minus }

/** What was compared, line by line, with how each went. */
export function CheckRows({ rows }: { rows: readonly CheckRow[] }) {
  return (
    <ul className="check-rows" aria-label="Results">
      {rows.map((row) => (
        <Result key={row.title} {...row} />
      ))}
    </ul>
  )
}

/** How all of it went, beside a title. */
export function Verdict({ rows }: { rows: readonly CheckRow[] }) {
  const mark = wholeMark(rows)
  return (
    <span className="check-verdict" role="status">
      <Mark mark={mark} />
      {markWords[mark]}
    </span>
  )
}

function Mark({ mark }: { mark: CheckMark }) {
  const Sign = signs[mark]
  return <Sign className={`check-mark check-${mark}`} size={14} strokeWidth={2.4} aria-hidden="true" />
}

function Result({ title, mark, value, meaning }: CheckRow) {
  return (
    <li>
      <Mark mark={mark} />
      <div className="check-number">
        <span>
          {title}
          <span className="visually-hidden">: {markWords[mark]} </span>
        </span>
        {mark !== 'none' && <span className="check-value">{value}</span>}
      </div>
      <small>{meaning}</small>
    </li>
  )
}
