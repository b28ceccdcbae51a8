import { useEffect } from 'react'
import { create } from 'zustand'
import {
  type Direction,
  type DirectionAngles,
  type DirectionLook,
  type DirectionPlace,
  isOfWords,
  mostAxes,
  mostDirections,
  type Probe,
  type ProbeQuestion,
  type ThirdList,
} from '../../shared/direction'
import { type FaultData, toFaultData } from '../../shared/fault'
import type { ArithmeticQuestion, WordArithmetic } from '../../shared/word-arithmetic'
import type { KnownWords, WordList } from '../../shared/word-list'
import { clients } from './clients'
import { createLook, type Look } from './look'
import { useSelection } from './selection'
import { useSession } from './session'
import { followIfAsked } from './trace'

/** What the axes of a picture are called, in the order that directions are chosen in. */
export const axisLetters = ['x', 'y', 'z'] as const

export type Part = 'arithmetic' | 'direction' | 'probe' | 'angles'

export interface ShippedList {
  readonly id: string
  readonly list: WordList
  readonly known: KnownWords | null
}

interface Directions {
  readonly part: Part
  readonly saved: readonly Direction[]
  /** What was asked of each part last; kept when another model is opened, which is then asked the same. */
  readonly arithmetic: ArithmeticQuestion | null
  readonly direction: Direction | null
  /** What is laid along directions of its kind beside their own lists. */
  readonly third: (ThirdList & Pick<WordList, 'of'>) | null
  readonly probe: ProbeQuestion | null
  /** Those whose angles a figure that was opened compares; null for the saved ones. */
  readonly compared: readonly Direction[] | null
  /** Whether the two lists are being written although an answer stands; it then stands under their form. */
  readonly isWriting: boolean
  /** Of the open model. */
  readonly lists: readonly ShippedList[]
  readonly places: readonly DirectionPlace[]
  /** Why a direction was not saved or removed. */
  readonly fault: FaultData | null
}

export const useDirections = create<Directions>()(() => ({
  part: 'arithmetic',
  saved: [],
  arithmetic: null,
  direction: null,
  third: null,
  probe: null,
  compared: null,
  isWriting: false,
  lists: [],
  places: [],
  fault: null,
}))

export async function refreshDirections(): Promise<void> {
  try {
    useDirections.setState({ saved: await clients().engine.directions.saved() })
  } catch {
    // The window does without: what is saved shows when the engine answers again.
  }
}

/** Reads what the open model has: its places, and its words of the shipped lists. */
export function useModelPlaces(): void {
  const path = useSession((session) => session.model?.path)
  useEffect(() => {
    if (path === undefined) return
    const controller = new AbortController()
    const { signal } = controller
    const { directions } = clients().engine
    Promise.all([directions.lists({ path }, { signal }), directions.places({ path }, { signal })]).then(
      ([lists, places]) => !signal.aborted && useDirections.setState({ lists, places }),
      (error: unknown) => !signal.aborted && useDirections.setState({ fault: toFaultData(error) }),
    )
    void refreshDirections()
    return () => controller.abort()
  }, [path])
}

/** Shows where two lists lie along a direction. */
export function lookAlong(direction: Direction): void {
  useDirections.setState({ part: 'direction', direction, isWriting: false })
}

/** Saves a direction under its name; one of the same name gives way. */
export async function saveDirection(direction: Direction): Promise<void> {
  try {
    useDirections.setState({ saved: await clients().engine.directions.save(direction), fault: null })
  } catch (error) {
    useDirections.setState({ fault: toFaultData(error) })
  }
}

/** Gives a saved direction another name; where it is an axis it stays one. */
export async function renameDirection(name: string, to: string): Promise<void> {
  try {
    useDirections.setState({ saved: await clients().engine.directions.rename({ name, to }), fault: null })
    const { axes } = useSelection.getState()
    if (axes.some((axis) => axis.name === name)) {
      setAxes(axes.map((axis) => (axis.name === name ? { ...axis, name: to } : axis)))
    }
  } catch (error) {
    useDirections.setState({ fault: toFaultData(error) })
  }
}

export async function removeDirection(name: string): Promise<void> {
  try {
    useDirections.setState({ saved: await clients().engine.directions.remove({ name }), fault: null })
    const { axes } = useSelection.getState()
    if (axes.some((axis) => axis.name === name)) setAxes(axes.filter((axis) => axis.name !== name))
  } catch (error) {
    useDirections.setState({ fault: toFaultData(error) })
  }
}

/** Chooses the directions that the path is drawn along. Another space wants another camera. */
export function setAxes(axes: readonly Direction[]): void {
  useSelection.setState({ axes, camera: null })
  followIfAsked()
}

/** The direction from one word to another, among the rows of the embedding. */
export function betweenWords(from: string, to: string): Direction {
  return {
    name: `${from} \u2192 ${to}`.slice(0, 60),
    ends: [from, to],
    ...{ at: 'embedding', minus: [from], plus: [to], paired: false, state: 'last', made: 'means' },
    fingerprint: null,
  }
}

/** Makes a direction the next axis, or no longer one. */
export function toggleAxis(direction: Direction): void {
  const { axes } = useSelection.getState()
  const rest = axes.filter(({ name }) => name !== direction.name)
  setAxes(rest.length < axes.length ? rest : [...rest, direction].slice(-mostAxes))
}

/** Whether the open model is one that a direction can be made in without knowing more. */
export function belongsElsewhere({ fingerprint }: Direction, own: string | undefined): boolean {
  return fingerprint !== null && fingerprint !== own
}

type OnModel = { readonly path: string; readonly device: ReturnType<typeof useSession.getState>['wish'] }

function useOnModel<Q extends object>(question: Q | null, isVisible: boolean): (OnModel & Q) | null {
  const path = useSession((session) => session.model?.path)
  const device = useSession((session) => session.wish)
  return isVisible && question !== null && path !== undefined ? { path, device, ...question } : null
}

const useSum = createLook<OnModel & ArithmeticQuestion, WordArithmetic>((input, options) =>
  clients().engine.analyse.arithmetic(input, options),
)
const useAlong = createLook<OnModel & { direction: Direction; third?: ThirdList }, DirectionLook>((input, options) =>
  clients().engine.analyse.direction(input, options),
)
const useProbed = createLook<OnModel & ProbeQuestion, Probe>((input, options) =>
  clients().engine.analyse.probe(input, options),
)
const useAngles = createLook<OnModel & { directions: Direction[] }, DirectionAngles>((input, options) =>
  clients().engine.analyse.angles(input, options),
)

export function useArithmeticLook(isVisible: boolean): Look<WordArithmetic> {
  return useSum(
    useOnModel(
      useDirections((directions) => directions.arithmetic),
      isVisible,
    ),
  )
}

export function useDirectionLook(isVisible: boolean): Look<DirectionLook> {
  const direction = useDirections((directions) => directions.direction)
  const third = useDirections((directions) => directions.third)
  return useAlong(useOnModel(direction && { direction, ...thirdFor(direction, third) }, isVisible))
}

/** The third list, where a direction is of its kind: words lie among words, and sentences in the stream. */
function thirdFor(direction: Direction, third: Directions['third']): { third?: ThirdList } {
  if (third === null || (third.of === 'words') !== isOfWords(direction)) return {}
  return { third: { name: third.name, entries: third.entries } }
}

export function useProbeLook(isVisible: boolean): Look<Probe> {
  return useProbed(
    useOnModel(
      useDirections((directions) => directions.probe),
      isVisible,
    ),
  )
}

export function useAnglesLook(isVisible: boolean): Look<DirectionAngles> {
  const compared = useDirections((directions) => directions.compared ?? directions.saved)
  const directions = compared.length > 1 ? { directions: compared.slice(0, mostDirections) } : null
  return useAngles(useOnModel(directions, isVisible))
}
