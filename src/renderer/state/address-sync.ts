import { isStep, nowhere, type Place, readPlace, writePlace } from './address'
import { anatomyAddress, useAnatomyChoices } from './anatomy'
import { useAttentionChoices } from './attention'
import { contextsPlace, restoreContexts, useContexts } from './contexts'
import { holdHistoryWhile, isHistoryHeld } from './history-hold'
import { openModel } from './open-model'
import { useSelection } from './selection'
import { setSentence, tokenize } from './sentence'
import { useSession } from './session'
import { resumeStory, useStory } from './story'
import { follow } from './trace'
import { restoreReference, useTwoModels } from './two-models'
import { mapChoices, useVocabulary } from './vocabulary'

let written: Place = nowhere

function current(): Place {
  const { model, text, reading } = useSession.getState()
  const { position, station, head, together, source, view, axes, watch } = useSelection.getState()
  return {
    model: model?.path ?? null,
    against: useTwoModels.getState().reference?.path ?? null,
    text,
    reading,
    position,
    station,
    head,
    together,
    source,
    view,
    axes,
    watch: watch?.id ?? null,
    story: useStory.getState().id,
    ...contextsPlace(),
    map: mapChoices(),
    anatomy: anatomyAddress(),
  }
}

function write(): void {
  if (isHistoryHeld()) return
  const place = current()
  const fragment = writePlace(place, location.hash)
  if (fragment === location.hash) return
  const url = `${location.pathname}${location.search}${fragment}`
  // A sentence that is still being typed has no result to come back to: it becomes a step once a token of it is looked at.
  const step =
    isStep(written, place) &&
    (place.position !== null || place.model !== written.model || place.against !== written.against)
  if (step) history.pushState(null, '', url)
  else history.replaceState(null, '', url)
  written = place
}

/** Goes where something else than the address points, as one step of the window's history. */
export const goToPlace = (place: Place): Promise<void> => restore(place)

/** Goes to a place: what is already there stays, what differs is opened, typed and selected anew. */
async function restore(place: Place): Promise<void> {
  await holdHistoryWhile(() => goTo(place))
  write()
}

async function goTo(place: Place): Promise<void> {
  if (place.model !== null && place.model !== useSession.getState().model?.path) {
    if (!(await openModel(place.model))) return
  }
  if (place.model === null) return
  resumeStory(place.story)
  await restoreReference(place.against)
  setSentence(place)
  restoreContexts(place)
  await tokenize()
  useVocabulary.setState(place.map)
  useAnatomyChoices.setState(place.anatomy)
  const { tokens } = useSession.getState()
  const position = place.position !== null && place.position < (tokens?.length ?? 0) ? place.position : null
  const watch = useSelection.getState().watch
  useSelection.setState({
    position,
    station: place.station,
    head: place.head,
    together: place.together,
    source: place.source,
    view: place.view,
    axes: place.axes,
    watch: place.watch === null ? null : watch?.id === place.watch ? watch : { id: place.watch, text: '' },
    playing: false,
    playhead: null,
  })
  if (place.together.length > 0) useAttentionChoices.setState({ shown: 'chosen-mean' })
  if (position !== null) follow()
}

/** Binds the address to what is shown, both ways, and goes where it points. Resolves when that place stands. */
export async function followAddress(openAtStart: string | null): Promise<void> {
  const start = readPlace(location.hash)
  written = start
  addEventListener('popstate', () => {
    written = readPlace(location.hash)
    void restore(written)
  })
  // A reload comes back to where a person was; a model named on the command line is for a window that points nowhere.
  if (start.model !== null) await restore(start)
  else if (openAtStart !== null) await openModel(openAtStart)
  useSession.subscribe(write)
  useSelection.subscribe(write)
  useStory.subscribe(write)
  useContexts.subscribe(write)
  useTwoModels.subscribe(write)
  useVocabulary.subscribe(write)
  useAnatomyChoices.subscribe(write)
}
