import { length } from '../../state/format'
import { useShown } from '../../state/shown'
import { InfoSign } from '../../ui/info-sign'
import { KindMark } from '../../ui/kind-mark'

/** What the bars are, and how long the tallest of them is. */
export function TimelineTools() {
  const shown = useShown()
  const longest = Math.max(0, ...(shown?.trajectory.steps ?? []).map((step) => step.length))
  return (
    <>
      {shown && (
        <p className="timeline-legend">
          <span>
            step length ‖Δ‖, at most <span className="mono">{length(longest)}</span>
          </span>
          <span>
            <KindMark kind="attention" /> attention
          </span>
          {shown.trajectory.steps.some(({ kind }) => kind === 'cross') && (
            <span>
              <KindMark kind="cross" /> cross-attention
            </span>
          )}
          <span>
            <KindMark kind="mlp" /> MLP
          </span>
        </p>
      )}
      <InfoSign
        about="the layers"
        sources={[
          {
            text: 'Residual stream: Elhage et al., A Mathematical Framework for Transformer Circuits, 2021',
            url: 'https://transformer-circuits.pub/2021/framework/index.html',
          },
        ]}
      >
        Each bar is how far one attention or one MLP moved the token: the length of what it added to the raw residual
        stream, on one scale for all layers. Drag the handle to go through the layers, or let the token play its path.
      </InfoSign>
    </>
  )
}
