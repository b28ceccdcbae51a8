import { type Anatomy, byKind, type PartKind, partKinds, partNames } from '../../../shared/anatomy'
import { byteText } from '../../../shared/byte-text'
import { partColours } from '../../../shared/figures/anatomy-colours'
import { count } from '../../../shared/figures/numbers'
import { shareText } from '../../../shared/size-text'
import { useTheme } from '../../state/preferences'

/** Parameters by what they are for; the name of a part leads to its matrices. */
export function KindsTable({
  anatomy,
  against,
  onChoose,
}: {
  anatomy: Anatomy
  against: readonly Anatomy[]
  onChoose: (kind: PartKind) => void
}) {
  const theme = useTheme()
  const own = new Map(byKind(anatomy).map((part) => [part.kind, part]))
  const others = against.map((one) => new Map(byKind(one).map((part) => [part.kind, part.parameters / one.parameters])))
  const kinds = partKinds.filter((kind) => own.has(kind) || others.some((one) => one.has(kind)))
  return (
    <table className="anatomy-table">
      <caption>
        {count(anatomy.parameters)} parameters, {byteText(anatomy.bytes)} as {anatomy.dtype}
        {anatomy.tied && '; the unembedding is the embedding again, counted once'}
      </caption>
      <thead>
        <tr>
          <th scope="col">part</th>
          <th scope="col">parameters</th>
          <th scope="col">bytes</th>
          <th scope="col">share</th>
          {against.map(({ name }, index) => (
            <th key={index} scope="col" title={name}>
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {kinds.map((kind) => {
          const part = own.get(kind)
          return (
            <tr key={kind}>
              <th scope="row">
                <span className="anatomy-swatch" style={{ background: partColours[theme][kind] }} aria-hidden="true" />
                {part ? (
                  <button type="button" onClick={() => onChoose(kind)} title={`Show the matrices: ${partNames[kind]}`}>
                    {partNames[kind]}
                  </button>
                ) : (
                  partNames[kind]
                )}
              </th>
              <td className="num">{part ? count(part.parameters) : ''}</td>
              <td className="num">{part ? byteText(part.bytes) : ''}</td>
              <td className="num">{part ? shareText(part.parameters / anatomy.parameters) : ''}</td>
              {others.map((one, index) => (
                <td key={index} className="num">
                  {one.has(kind) ? shareText(one.get(kind)!) : ''}
                </td>
              ))}
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}
