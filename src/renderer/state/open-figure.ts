import { create } from 'zustand'
import { Fault, type FaultData, toFaultData } from '../../shared/fault'
import type { PlainFigureSpec } from '../../shared/figures/figure-spec'
import type { ModelInfo } from '../../shared/model-info'
import { sampleName } from '../../shared/sample'
import { goToPlace } from './address-sync'
import { clients } from './clients'
import { placeOfFigure } from './figure-place'
import { useSelection } from './selection'
import { useSession } from './session'
import { bringFigureToFront, showDialog } from './windows'

/** A saved figure that is being opened, or could not be. */
export const useFigureOpening = create<{ readonly name: string | null; readonly fault: FaultData | null }>()(() => ({
  name: null,
  fault: null,
}))

/** What may be a saved figure, by its name. */
export const figureFiles = /\.(svg|pdf|eps|png|webp|json)$/i

/** Restores the view that a figure was saved of: its model, sentence, token, camera. */
export async function openFigure(file: File): Promise<void> {
  useFigureOpening.setState({ name: file.name, fault: null })
  try {
    const { spec: saved } = await clients().engine.export.read({ file })
    // A page of panels is seen again by its first.
    const spec = saved.kind === 'panels' ? saved.panels[0]! : saved
    const model = await modelAtHand(spec.model)
    if (!model) throw missing(spec.model.name, file.name)
    const other = 'other' in spec ? await modelAtHand(spec.other) : null
    await goToPlace(placeOfFigure(spec, model, model.path, other?.path ?? null))
    lookAs(spec)
    bringFigureToFront(spec.kind)
    showDialog(null)
    useFigureOpening.setState({ name: null })
  } catch (error) {
    useFigureOpening.setState({ fault: toFaultData(error) })
  }
}

export function dismissFigure(): void {
  useFigureOpening.setState({ name: null, fault: null })
}

/** The open model, the sample, or one of the last of that name: the one whose fingerprint is the figure's; null where none is. */
async function modelAtHand({ name, fingerprint }: PlainFigureSpec['model']): Promise<ModelInfo | null> {
  const { model, recent } = useSession.getState()
  if (model?.fingerprint === fingerprint) return model
  const paths = [sampleName, ...recent.filter((one) => one.name === name).map(({ path }) => path)]
  for (const path of paths) {
    const found = await clients()
      .engine.model.inspect({ path })
      .catch(() => null)
    if (found?.fingerprint === fingerprint) return found
  }
  return null
}

/** How the picture was looked at, besides what a place says. */
function lookAs(spec: PlainFigureSpec): void {
  if ('camera' in spec) useSelection.setState({ camera: spec.camera, aspect: spec.width / spec.height })
  if (spec.kind !== 'trajectory') return
  const { words, otherTokens } = spec.show
  useSelection.setState({ pinned: new Set(spec.pinned), showOthers: otherTokens, labels: words })
}

function missing(name: string, file: string): Fault {
  return Fault.input(`The figure is of ${name}, and that model is not among those at hand`, {
    file,
    place: 'fingerprint',
    remedy: 'Open that model, then the figure again. A model of the same name with other weights is another one.',
  })
}
