/** What the page of a benchmark tells of its own painting. */
export interface PaintingWatch {
  /** Forgets what was painted. */
  reset(): void
  /** Milliseconds from the last large message to the painted frame in which the small pictures of so many heads are. */
  overview(heads: number): Promise<number>
  /** Milliseconds until the overview's own pixels, put at once onto a canvas of its size, are painted. */
  plain(): Promise<number>
  /** From the next key press until the matrix names a head and the path has been drawn anew since: time, and painted frames. */
  layer(name: string): Promise<{ frames: number; ms: number }>
}

declare global {
  interface Window {
    painting: PaintingWatch
  }
}

/** Runs in the page before its own scripts, and by itself: what it uses must be in it. */
export function watchPainting(): void {
  /** Characters; a layer's patterns are longer, and what else comes is shorter. */
  const large = 1_000_000
  let came = 0
  let pictures = 0
  let done = 0
  let drawn = 0

  const Socket = window.WebSocket
  window.WebSocket = class extends Socket {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols)
      this.addEventListener('message', ({ data }) => {
        const size = typeof data === 'string' ? data.length : (data as ArrayBuffer).byteLength
        if (size > large) came = performance.now()
      })
    }
  }
  const painted = () =>
    new Promise<number>((resolve) => {
      requestAnimationFrame(() => {
        // A message is handled after the frame that was asked for has been painted.
        const { port1, port2 } = new MessageChannel()
        port1.onmessage = () => resolve(performance.now())
        port2.postMessage(null)
      })
    })
  const drawImage = CanvasRenderingContext2D.prototype.drawImage
  CanvasRenderingContext2D.prototype.drawImage = function (this: CanvasRenderingContext2D, ...all: unknown[]) {
    if (all[0] instanceof HTMLCanvasElement && this.canvas.closest('.sight')) {
      pictures++
      void painted().then((at) => {
        if (done === 0) done = at
      })
    }
    return Reflect.apply(drawImage, this, all)
  } as typeof drawImage
  for (const name of ['drawArrays', 'drawElements', 'drawArraysInstanced', 'drawElementsInstanced'] as const) {
    const draw = WebGL2RenderingContext.prototype[name] as (...all: never[]) => void
    Object.assign(WebGL2RenderingContext.prototype, {
      [name](this: WebGL2RenderingContext, ...all: never[]) {
        drawn = performance.now()
        return Reflect.apply(draw, this, all)
      },
    })
  }

  window.painting = {
    reset() {
      pictures = 0
      done = 0
      came = 0
    },
    async overview(heads) {
      while (pictures < heads || done === 0 || came === 0) await painted()
      return done - came
    },
    async plain() {
      const of = document.querySelector<HTMLCanvasElement>('.heads .sight canvas')!
      const pixels = of.getContext('2d')!.getImageData(0, 0, of.width, of.height)
      const canvas = document.createElement('canvas')
      canvas.width = of.width
      canvas.height = of.height
      canvas.style.cssText = 'position: fixed; top: 0; left: 0; z-index: 9'
      document.body.append(canvas)
      const context = canvas.getContext('2d')!
      await painted()
      const start = performance.now()
      context.putImageData(pixels, 0, 0)
      const end = await painted()
      canvas.remove()
      return end - start
    },
    layer(name) {
      return new Promise((resolve) => {
        const begin = () => {
          const start = performance.now()
          let frames = -1
          const look = () => {
            frames++
            const matrix = document.querySelector('.pattern .sight')
            const isThere = matrix?.getAttribute('aria-label')?.startsWith(`${name}:`) === true
            // What a frame drew is seen in the next look, so that `frames` are those painted until then.
            if (isThere && drawn > start) resolve({ frames, ms: performance.now() - start })
            else requestAnimationFrame(look)
          }
          requestAnimationFrame(look)
        }
        addEventListener('keydown', begin, { once: true, capture: true })
      })
    },
  }
}
