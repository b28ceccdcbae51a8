import { useState } from 'react'
import { trajectoryFilm } from '../../../shared/figures/film/trajectory-film'
import { homeCamera, reshaped } from '../../../shared/figures/trajectory-cameras'
import { TrajectoryFigure } from '../../../shared/figures/trajectory-figure'
import type { TrajectorySpec } from '../../../shared/figures/trajectory-spec'
import { useMoveChoices } from '../../state/decomposition'
import { useMoveChain } from '../../state/move-arrows'
import { promptOf } from '../../state/prompt'
import { useSelection } from '../../state/selection'
import { useSession } from '../../state/session'
import { Setting } from '../../ui/setting'
import { Slider } from '../../ui/slider'
import { Toggle } from '../../ui/toggle'
import type { FigureOffer, Paper, ViewFigure } from '../../ui/view'

/** The path as the window shows it: same numbers, same camera, other paper. */
export const pathFigure: ViewFigure = { kind: 'trajectory', title: 'Path in 3D', use: usePathFigure }

function usePathFigure(): FigureOffer | null {
  const trajectory = useSession((session) => session.traced?.trajectory)
  const model = useSession((session) => session.model)
  const text = useSession((session) => session.text)
  const reading = useSession((session) => session.reading)
  const selection = useSelection.getState()
  const [words, setWords] = useState(Math.min(selection.labels, 40))
  const [otherTokens, setOtherTokens] = useState(selection.showOthers)
  const [parts, setParts] = useState(useMoveChoices.getState().arrows)
  const [station, setStation] = useState(parts)
  const chain = useMoveChain(trajectory, parts, null)
  const isAttention = trajectory?.steps[selection.station ?? 0]?.kind === 'attention'
  if (!trajectory || !model) return null

  const spec = (paper: Paper): TrajectorySpec => {
    const { camera, aspect, pinned } = selection
    return {
      kind: 'trajectory',
      version: 1,
      model: { name: trajectory.model.name, fingerprint: trajectory.model.fingerprint },
      prompt: promptOf(model, text, reading),
      position: trajectory.position,
      view: trajectory.view,
      camera: camera ? reshaped(camera, aspect, paper) : homeCamera(trajectory, paper),
      ...paper,
      show: { words, otherTokens },
      pinned: [...pinned],
      station: station ? selection.station : null,
      parts: chain?.parts ?? null,
      ...(selection.axes.length > 0 ? { axes: [...selection.axes] } : {}),
    }
  }
  return {
    spec,
    draw: (paper) => <TrajectoryFigure spec={spec(paper)} trajectory={trajectory} arrows={chain?.arrows ?? []} />,
    *film(paper, settings) {
      const parts = { station: chain ? (selection.station ?? 0) : 0, arrows: chain?.arrows ?? [] }
      const at = yield* trajectoryFilm(spec(paper), trajectory, parts, settings)
      return (frame) => <TrajectoryFigure {...at(frame)} />
    },
    nameParts: [trajectory.tokens[trajectory.position]?.text ?? '', trajectory.view],
    settings: (
      <>
        <Setting label={`Words with a label, at most ${words}`}>
          <Slider label="Words with a label" min={0} max={120} step={5} value={words} onChange={setWords} />
        </Setting>
        <Setting label="Show">
          <div className="export-toggles">
            <Toggle
              label="Other tokens"
              hint="The paths of the sentence’s other tokens, faintly"
              pressed={otherTokens}
              onChange={setOtherTokens}
            />
            <Toggle
              label="Selected step"
              hint="A ring on the selected station"
              pressed={station}
              onChange={setStation}
            />
            {isAttention && (
              <Toggle
                label="Parts"
                hint="The selected attention step as arrows, one for each head or word that moved the token"
                pressed={parts}
                onChange={(next) => {
                  setParts(next)
                  // Arrows mean nothing without the name of the step that they are of.
                  if (next) setStation(true)
                }}
              />
            )}
          </div>
        </Setting>
        <p className="export-note">The camera is that of the window.</p>
      </>
    ),
  }
}
