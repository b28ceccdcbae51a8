import { mostContexts } from '../../shared/contexts'
import { axes, type Direction } from '../../shared/direction'
import { type Head, headName } from '../../shared/shown-pattern'
import type { TrajectoryView } from '../../shared/trajectory'
import { trajectoryView } from '../../shared/trajectory'
import { type AnatomyAddress, readAnatomy, usualAnatomy, writeAnatomy } from './anatomy-address'
import type { Match } from './contexts-match'
import { type MapChoices, readMap, usualMap, writeMap } from './map-address'
import { inputsText, isSameReading, type Reading, readInputsText, usualReading } from './reading'

/** What the address remembers, so that what is looked at can be reopened. */
export interface Place {
  readonly model: string | null
  /** The model that it is compared with, by its path. */
  readonly against: string | null
  readonly text: string
  readonly reading: Reading
  readonly position: number | null
  readonly station: number | null
  readonly head: number | null
  /** Heads that are looked at together. */
  readonly together: readonly Head[]
  readonly source: number | null
  readonly view: TrajectoryView
  /** Directions that are axes of the path, whole: the address then needs nothing that was saved. */
  readonly axes: readonly Direction[]
  readonly watch: number | null
  /** The story that is told, by its id. */
  readonly story: string | null
  /** The other contexts' sentences, in order; `position` where a token of it was chosen by hand. */
  readonly others: readonly PlacedContext[]
  /** Among all contexts, the one that is `text`. */
  readonly active: number
  readonly match: Match
  /** How the map of all words is made and drawn. */
  readonly map: MapChoices
  readonly anatomy: AnatomyAddress
}

export interface PlacedContext {
  readonly text: string
  readonly reading: Reading
  readonly position: number | null
}

const names = [
  'model',
  'against',
  'text',
  'special',
  'chat',
  'said',
  'states',
  'inputs',
  'position',
  'station',
  'head',
  'together',
  'source',
  'view',
  'axes',
  'watch',
  'story',
  'with',
  'active',
  'match',
  'map',
  'anatomy',
] as const

export const nowhere: Place = {
  model: null,
  against: null,
  text: '',
  reading: usualReading,
  position: null,
  station: null,
  head: null,
  together: [],
  source: null,
  view: 'unit',
  axes: [],
  watch: null,
  story: null,
  others: [],
  active: 0,
  match: 'token',
  map: usualMap,
  anatomy: usualAnatomy,
}

/**
 * A place as a fragment (`#model=…&text=…`). `position` counts from 0, as the command line's `@3` does; it is not called `token`,
 * since that is the key that a page is opened with (src/renderer/client/token.ts). What else the fragment holds is not ours and
 * stays as it is.
 */
export function writePlace(place: Place, fragment = ''): string {
  const parameters = new URLSearchParams(fragment.replace(/^#/, ''))
  for (const name of names) parameters.delete(name)
  if (place.model !== null) {
    parameters.set('model', place.model)
    if (place.against !== null) parameters.set('against', place.against)
    if (place.text !== '') parameters.set('text', place.text)
    if (!place.reading.special) parameters.set('special', 'off')
    if (place.reading.chat) parameters.set('chat', 'on')
    if (place.reading.said !== '') parameters.set('said', place.reading.said)
    if (place.reading.states !== '') parameters.set('states', place.reading.states)
    const typed = inputsText(place.reading.inputs)
    if (typed !== '') parameters.set('inputs', typed)
    if (place.position !== null) parameters.set('position', String(place.position))
    if (place.station !== null) parameters.set('station', String(place.station))
    if (place.head !== null) parameters.set('head', String(place.head))
    if (place.together.length > 0) parameters.set('together', place.together.map(headName).join(' '))
    if (place.source !== null) parameters.set('source', String(place.source))
    if (place.view !== nowhere.view) parameters.set('view', place.view)
    if (place.axes.length > 0) parameters.set('axes', JSON.stringify(place.axes))
    const map = writeMap(place.map)
    if (map !== '') parameters.set('map', map)
    const anatomy = writeAnatomy(place.anatomy)
    if (anatomy !== '') parameters.set('anatomy', anatomy)
    if (place.watch !== null) parameters.set('watch', String(place.watch))
    if (place.story !== null) parameters.set('story', place.story)
    for (const { text, reading, position } of place.others) {
      const { special, chat, said, states } = reading
      const inputs = inputsText(reading.inputs)
      const long = (mark: string, words: string) => (words === '' ? '' : `${mark}${words.length}`)
      const marks = `${special ? '' : 'n'}${chat ? 'c' : ''}${long('s', said)}${long('h', states)}${long('i', inputs)}`
      parameters.append('with', `${position ?? ''}${marks}.${said}${states}${inputs}${text}`)
    }
    if (place.others.length > 0 && place.active > 0) parameters.set('active', String(place.active))
    if (place.others.length > 0 && place.match !== nowhere.match) parameters.set('match', place.match)
  }
  const text = parameters.toString()
  return text === '' ? '' : `#${text}`
}

/** Reads a fragment that anyone may have written: what does not fit is left out. */
export function readPlace(fragment: string): Place {
  const parameters = new URLSearchParams(fragment.replace(/^#/, ''))
  const model = parameters.get('model')
  if (model === null || model === '') return nowhere
  const others = parameters
    .getAll('with')
    .slice(0, mostContexts - 1)
    .flatMap(placedContext)
  const match = parameters.get('match')
  const view = trajectoryView.safeParse(parameters.get('view'))
  return {
    model,
    against: parameters.get('against') || null,
    text: parameters.get('text') ?? '',
    reading: {
      special: parameters.get('special') !== 'off',
      chat: parameters.get('chat') === 'on',
      said: parameters.get('said') ?? '',
      states: parameters.get('states') ?? '',
      inputs: readInputsText(parameters.get('inputs') ?? '') ?? {},
    },
    position: whole(parameters.get('position')),
    station: whole(parameters.get('station')),
    head: whole(parameters.get('head')),
    together: heads(parameters.get('together')),
    source: whole(parameters.get('source')),
    view: view.success ? view.data : nowhere.view,
    axes: placedAxes(parameters.get('axes')),
    watch: whole(parameters.get('watch')),
    story: parameters.get('story'),
    others,
    active: Math.min(others.length, whole(parameters.get('active')) ?? 0),
    match: match === 'word' || match === 'hand' ? match : nowhere.match,
    map: readMap(parameters.get('map')),
    anatomy: readAnatomy(parameters.get('anatomy')),
  }
}

/**
 * Whether going from one place to the other deserves a step in the window's history. A scrub over stations, or another word that
 * is watched, only corrects the present entry.
 */
export function isStep(from: Place, to: Place): boolean {
  return (
    from.model !== to.model ||
    from.against !== to.against ||
    from.text !== to.text ||
    !isSameReading(from.reading, to.reading) ||
    from.position !== to.position ||
    from.view !== to.view ||
    JSON.stringify(from.axes) !== JSON.stringify(to.axes) ||
    from.active !== to.active ||
    JSON.stringify(from.others) !== JSON.stringify(to.others)
  )
}

/**
 * `3.The Leaning Tower`, or `.The Leaning Tower` for a token that is found by matching; before the point an `n` for no special
 * tokens, a `c` for a chat, and `s`, `h` and `i` with the lengths of what the decoder has said, of the path of what it hears and of
 * what is given for further inputs, which then stand first.
 */
function placedContext(written: string): PlacedContext[] {
  const parts = /^(\d{0,9})(n?)(c?)(?:s(\d{1,6}))?(?:h(\d{1,6}))?(?:i(\d{1,6}))?\.(.*)$/s.exec(written)
  if (!parts) return []
  const [, position, none, chat, ofSaid, ofStates, ofInputs, rest] = parts
  const [said, states, inputs, text] = pieces(rest!, [ofSaid, ofStates, ofInputs])
  const reading = {
    ...{ special: none === '', chat: chat !== '', said: said!, states: states! },
    inputs: readInputsText(inputs!) ?? {},
  }
  return [{ text: text!, reading, position: whole(position!) }]
}

/** A text in pieces of the lengths that are written before it, and what is left. */
function pieces(text: string, lengths: readonly (string | undefined)[]): string[] {
  let from = 0
  const parts = lengths.map((length) => {
    const part = text.slice(from, from + Number(length ?? 0))
    from += part.length
    return part
  })
  return [...parts, text.slice(from)]
}

function placedAxes(text: string | null): Direction[] {
  try {
    return axes.safeParse(JSON.parse(text ?? '[]')).data ?? []
  } catch {
    return []
  }
}

function whole(text: string | null): number | null {
  if (text === null || !/^\d{1,9}$/.test(text)) return null
  return Number(text)
}

/** `3.1 2.0`, or none where it is not that. */
function heads(text: string | null): Head[] {
  const parts = text?.split(' ').map((part) => /^(\d{1,4})\.(\d{1,4})$/.exec(part)) ?? []
  return parts.flatMap((part) => (part ? [{ layer: Number(part[1]), head: Number(part[2]) }] : []))
}
