import { create } from 'zustand'
import { Fault, type FaultData, toFaultData } from '../../shared/fault'
import type { FigureSpec, PlainFigureSpec } from '../../shared/figures/figure-spec'
import type { ModelInfo } from '../../shared/model-info'
import { sampleName } from '../../shared/sample'
import { goToPlace } from './address-sync'
import { clients } from './clients'
import { lookAs } from './figure-look'
import { modelsOfSpec, type PagePanel, panelsOfSaved, restorePage } from './figure-page'
import { placeOfFigure } from './figure-place'
import { useSelection } from './selection'
import { useSession } from './session'
import { run } from './trace'
import { bringFigureToFront, showDialog, showExport } from './windows'

/** A saved figure that is being opened, or could not be. */
export const useFigureOpening = create<{ readonly name: string | null; readonly fault: FaultData | null }>()(() => ({
  name: null,
  fault: null,
}))

/** What may be a saved figure, by its name. */
export const figureFiles = /\.(svg|pdf|eps|png|webp|glb|gif|mp4|json)$/i

/** Restores the view that a figure was saved of: its model, sentence, token, camera. */
export async function openFigure(file: File): Promise<void> {
  useFigureOpening.setState({ name: file.name, fault: null })
  try {
    const { spec: saved } = await clients().engine.export.read({ file })
    // A page of panels is composed again, before the view of its first.
    const spec = saved.kind === 'panels' ? saved.panels[0]! : saved
    const models = await modelsAtHand(saved, file.name)
    const model = models.get(spec.model.fingerprint)!
    const other = 'other' in spec ? models.get(spec.other.fingerprint) : undefined
    await goToPlace(placeOfFigure(spec, model, model.path, other?.path ?? null))
    // What is of a run is run, also where no token is chosen that would ask for it.
    if (spec.prompt !== null && useSelection.getState().position === null) run()
    await lookAs(spec)
    bringFigureToFront(spec.kind)
    if (saved.kind === 'panels') {
      restorePage(saved, panelsOfSaved(saved, pathsOf(models)))
      showExport('panels')
    } else showDialog(null)
    useFigureOpening.setState({ name: null })
  } catch (error) {
    useFigureOpening.setState({ fault: toFaultData(error) })
  }
}

/** Panels of a saved figure, for the page that is being composed. Throws an `input` fault where its models are not at hand. */
export async function savedPanels(file: File): Promise<PagePanel[]> {
  const { spec } = await clients().engine.export.read({ file })
  return panelsOfSaved(spec, pathsOf(await modelsAtHand(spec, file.name)))
}

function pathsOf(models: ReadonlyMap<string, ModelInfo>): Map<string, string> {
  return new Map([...models].map(([fingerprint, { path }]) => [fingerprint, path]))
}

/** Every model that a figure is of, by its fingerprint. Throws an `input` fault where one is not at hand. */
async function modelsAtHand(spec: FigureSpec, file: string): Promise<Map<string, ModelInfo>> {
  const found = new Map<string, ModelInfo>()
  for (const named of modelsOfSpec(spec)) {
    if (found.has(named.fingerprint)) continue
    const model = await modelAtHand(named)
    if (!model) throw missing(named.name, file)
    found.set(named.fingerprint, model)
  }
  return found
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

function missing(name: string, file: string): Fault {
  return Fault.input(`The figure is of ${name}, and that model is not among those at hand`, {
    file,
    place: 'fingerprint',
    remedy: 'Open that model, then the figure again. A model of the same name with other weights is another one.',
  })
}
