import type { Attention } from '../../../shared/attention'
import type { Head } from '../../../shared/shown-pattern'
import { measureNames, measureText } from './measure-names'

/** What one head does, in numbers. */
export function HeadReading({ attention, head: { layer, head } }: { attention: Attention; head: Head }) {
  const measures = attention.measures[layer]?.[head]
  if (!measures) return null
  return (
    <div className="head-reading">
      <h3>
        Head{' '}
        <span className="mono">
          {layer}.{head}
        </span>
      </h3>
      <dl>
        {measureNames.map(({ key, name }) => {
          const share = key === 'entropy' ? measures.entropyShare : measures[key]
          return (
            <div key={key}>
              <dt>{name}</dt>
              <dd>
                <span className="head-reading-bar" aria-hidden="true">
                  <span style={{ width: `${100 * Math.min(1, share ?? 0)}%` }} />
                </span>
                <span className="num">{measureText(key, measures[key])}</span>
              </dd>
            </div>
          )
        })}
      </dl>
    </div>
  )
}
