import { lazy, Suspense, useMemo } from 'react'
import { byteText } from '../../../shared/byte-text'
import { ModelsChart, measureTitles } from '../../../shared/figures/models-chart'
import { modelsDescription } from '../../../shared/figures/models-figure'
import { measuresOf, measureText, shownModels } from '../../../shared/figures/models-shown'
import { stationName } from '../../../shared/figures/trajectory-layout'
import { distinctNames, isAbsent, type ModelPaths, type TwoModels } from '../../../shared/two-models'
import { useSelection } from '../../state/selection'
import { useModelsChoices } from '../../state/two-models'
import { ContextBadge } from '../../ui/context-badge'
import { Empty } from '../../ui/empty'
import { Segmented } from '../../ui/segmented'
import { StationChartBox } from '../../ui/station-chart-box'
import { TokenText } from '../../ui/token-text'

/** three.js comes only when there is something to draw. */
const Picture = lazy(() => import('../../ui/paths-picture').then((module) => ({ default: module.PathsPicture })))

const measures = [
  { value: 'relative', label: '% of step', hint: 'The distance as a share of the length of B’s step to the station' },
  { value: 'distance', label: 'Distance', hint: 'Euclidean, in the raw residual stream' },
  { value: 'cosine', label: 'Cosine', hint: 'Of the angle between the two, in the raw residual stream' },
] as const

/** Both paths in one space, and how far they are apart after each station. */
export function PathsSection({ answer, stale }: { answer: TwoModels; stale: boolean }) {
  const { paths } = answer
  if (isAbsent(paths)) return <Empty title={`The paths are not in one space. ${paths.absent}`} />
  return <Paths answer={answer} paths={paths} stale={stale} />
}

function Paths({ answer, paths, stale }: { answer: TwoModels; paths: ModelPaths; stale: boolean }) {
  const measure = useModelsChoices((choices) => choices.measure)
  const shown = useMemo(() => shownModels(answer, paths), [answer, paths])
  return (
    <div className="models-paths">
      <div className="models-scene">
        <Suspense fallback={null}>
          <Picture shown={shown} store={useModelsChoices} />
        </Suspense>
      </div>
      <div className="models-strip">
        <div className="models-chart">
          <header>
            <Segmented
              label="Measure"
              options={measures}
              value={measure}
              onChange={(next) => useModelsChoices.setState({ measure: next })}
            />
            <span>A to B, by layer</span>
          </header>
          <StationChartBox
            label={`${measureTitles[measure]}. ${modelsDescription(answer, paths)}`}
            stations={paths.stations.length}
            stale={stale}
          >
            {(room) => <ModelsChart paths={paths} measure={measure} {...room} />}
          </StationChartBox>
        </div>
        <Numbers answer={answer} paths={paths} />
      </div>
    </div>
  )
}

/** What the two are, and how far apart at the station that is looked at. */
function Numbers({ answer, paths }: { answer: TwoModels; paths: ModelPaths }) {
  const chosen = useSelection((selection) =>
    selection.hovered?.kind === 'station' ? selection.hovered.index : selection.station,
  )
  const { stations, parting } = paths
  const station = Math.min(stations.length - 1, chosen ?? stations.length - 1)
  const names = distinctNames(answer.models)
  const token = answer.tokens[answer.position]!
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: where it has no room it scrolls, and the keys have to reach it
    <section className="models-numbers" aria-label="How far the two are apart" tabIndex={0}>
      <ul>
        {answer.models.map(({ dtype, bytes }, index) => (
          <li key={index} title={`${names[index]}: ${dtype}, ${byteText(bytes)}`}>
            <ContextBadge index={index} />
            <span className="models-numbers-name">{names[index]}</span>
            <span className="quiet">{dtype}</span>
          </li>
        ))}
      </ul>
      <p className="models-numbers-at">
        <TokenText text={token.text} /> at {stationName(stations[station]!)}
      </p>
      <dl>
        {measures.map(({ value, label }) => (
          <div key={value}>
            <dt>{label}</dt>
            <dd className="num">{measureText(measuresOf(paths, value)[station]!, value)}</dd>
          </div>
        ))}
        <div>
          <dt>They part</dt>
          <dd>{parting === null ? 'nowhere' : `at ${stationName(stations[parting]!)}`}</dd>
        </div>
      </dl>
    </section>
  )
}
