import { mostDirections } from '../../../shared/direction'
import { useAnglesLook, useDirections } from '../../state/directions'
import { Button } from '../../ui/button'
import { LookState } from '../../ui/look-state'
import { usePanelVisible } from '../../ui/panel-visible'
import { anglesFigure } from './directions-figures'
import { FigureBox } from './figure-box'

/** The angles between the saved directions, or between those of a figure that was opened. */
export function AnglesPart() {
  const look = useAnglesLook(usePanelVisible())
  const saved = useDirections((directions) => directions.saved)
  const compared = useDirections((directions) => directions.compared)
  if (compared === null && saved.length < 2) {
    return (
      <div className="directions-part">
        <p className="quiet directions-hint">
          Save two directions, under Two lists or Probe, to see the angle between them.
        </p>
      </div>
    )
  }
  return (
    <div className="directions-part">
      <LookState look={look} what="the angles" title="The angles cannot be measured" ofRun={false} isLong>
        {(answer) => (
          <>
            <FigureBox figure={anglesFigure} height={90 + 44 * Math.max(1, answer.directions.length)} />
            {answer.missing.map(({ name, reason }) => (
              <p key={name} className="quiet">{`“${name}” is not in this model: ${reason}.`}</p>
            ))}
            {compared !== null && (
              <p className="quiet">
                These are the directions of the figure that was opened.{' '}
                <Button variant="quiet" onClick={() => useDirections.setState({ compared: null })}>
                  Compare the saved ones
                </Button>
              </p>
            )}
            {compared === null && saved.length > mostDirections && (
              <p className="quiet">{`The first ${mostDirections} of ${saved.length} saved directions.`}</p>
            )}
          </>
        )}
      </LookState>
    </div>
  )
}
