import { Color, type PerspectiveCamera, Scene, Vector3, WebGLRenderer } from 'three'
import { GLTFLoader } from 'three/examples/jsm/loaders/GLTFLoader.js'

/** Shows a binary glTF file by three's own reader and the file's own camera; says where its named nodes are seen. */
export async function showGlb(base64: string, width: number, height: number, background: string) {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
  const { scene, cameras } = await new GLTFLoader().parseAsync(bytes.buffer, '')
  const renderer = new WebGLRenderer({ antialias: true, preserveDrawingBuffer: true })
  renderer.setSize(width, height)
  document.body.replaceChildren(renderer.domElement)
  const stage = new Scene()
  stage.background = new Color(background)
  stage.add(scene)
  stage.updateMatrixWorld(true)
  const camera = cameras[0] as PerspectiveCamera
  renderer.render(stage, camera)
  const seen: { name: string; x: number; y: number }[] = []
  scene.traverse((node) => {
    const { x, y } = node.getWorldPosition(new Vector3()).project(camera)
    // three makes names unique, and keeps what a node was called.
    const name: unknown = node.userData.name ?? node.name
    seen.push({ name: String(name), x: ((x + 1) / 2) * width, y: ((1 - y) / 2) * height })
  })
  return { seen, extras: scene.userData }
}

Object.assign(window, { showGlb })
