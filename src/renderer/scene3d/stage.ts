import { Color, PerspectiveCamera, Scene, WebGLRenderer } from 'three'
import type { Viewport } from '../../shared/figures/camera'
import type { FigureColours } from '../../shared/figures/theme'
import type { FrameState, Pass } from './passes/pass'
import { applyCamera } from './three-space'

/** What every picture needs of a frame. */
type BaseFrame = Pick<FrameState, 'camera' | 'viewport' | 'pixelRatio'>

export interface StageEvents {
  /** After each frame that was drawn, with how many there have been. */
  drawn(frames: number): void
  lost(): void
  restored(): void
}

/** A canvas and what is drawn on it, on demand: where nothing changes, nothing runs. */
export interface Stage<Scenery, Frame> {
  readonly canvas: HTMLCanvasElement
  setScenery(scenery: Scenery): void
  /** Takes the state of the next frame, and draws it before the next paint. */
  show(state: Frame): void
  dispose(): void
}

/** `passes` are from the back to the front. Throws where the machine has no WebGL2. */
export function createStage<Scenery extends { readonly colours: FigureColours }, Frame extends BaseFrame>(
  passes: readonly ((scenery: Scenery) => Pass<Frame>)[],
  events: StageEvents,
): Stage<Scenery, Frame> {
  const canvas = document.createElement('canvas')
  // Asked for here and not by three, which writes to the console where there is none.
  const context = canvas.getContext('webgl2', { antialias: true, alpha: false, powerPreference: 'low-power' })
  if (!context) throw new Error('No WebGL2')
  const renderer = new WebGLRenderer({ canvas, context })
  const scene = new Scene()
  const eye = new PerspectiveCamera()
  let scenery: Scenery | null = null
  let current: Pass<Frame>[] = []
  let state: Frame | null = null
  let size: Viewport & { pixelRatio: number } = { width: 0, height: 0, pixelRatio: 0 }
  let request: number | null = null
  let frames = 0

  const draw = () => {
    request = null
    if (!state || state.viewport.width < 1 || state.viewport.height < 1) return
    const { width, height } = state.viewport
    if (width !== size.width || height !== size.height || state.pixelRatio !== size.pixelRatio) {
      size = { width, height, pixelRatio: state.pixelRatio }
      renderer.setPixelRatio(state.pixelRatio)
      renderer.setSize(width, height, false)
    }
    applyCamera(eye, state.camera, state.viewport)
    for (const pass of current) pass.update(state)
    renderer.render(scene, eye)
    frames += 1
    events.drawn(frames)
  }
  const ask = () => {
    if (request === null) request = requestAnimationFrame(draw)
  }
  const clear = () => {
    for (const pass of current) {
      scene.remove(pass.object)
      pass.dispose()
    }
    current = []
  }
  const build = () => {
    clear()
    if (!scenery) return
    scene.background = new Color(scenery.colours.canvas)
    for (const pass of passes) current.push(pass(scenery))
    for (const pass of current) scene.add(pass.object)
  }
  const onLost = (event: Event) => {
    event.preventDefault()
    // What the lost context held must be let go of now: the restored one does not know it.
    clear()
    events.lost()
  }
  const onRestored = () => {
    build()
    events.restored()
    ask()
  }
  canvas.addEventListener('webglcontextlost', onLost)
  canvas.addEventListener('webglcontextrestored', onRestored)

  return {
    canvas,
    setScenery(next) {
      scenery = next
      if (!context.isContextLost()) build()
    },
    show(next) {
      state = next
      ask()
    },
    dispose() {
      if (request !== null) cancelAnimationFrame(request)
      canvas.removeEventListener('webglcontextlost', onLost)
      canvas.removeEventListener('webglcontextrestored', onRestored)
      clear()
      renderer.dispose()
      renderer.forceContextLoss()
      canvas.remove()
    },
  }
}
