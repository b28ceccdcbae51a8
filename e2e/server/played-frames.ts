interface Asked {
  /** A film, in base64. */
  readonly film: string
  /** When a frame begins, in seconds, and a PNG picture of what is to be seen. */
  readonly frames: readonly { readonly at: number; readonly picture: string }[]
}

/**
 * In a page: has the browser's own player decode a film. Beside its size and length, how far each frame that is looked at is from each of
 * the pictures: the mean difference of their colours, of 255.
 */
export async function playedFrames({ film, frames }: Asked) {
  const address = (type: string, base64: string) =>
    URL.createObjectURL(new Blob([Uint8Array.from(atob(base64), (one) => one.charCodeAt(0))], { type }))
  const video = document.createElement('video')
  const happens = (event: string) =>
    new Promise((resolve, reject) => {
      video.addEventListener(event, resolve, { once: true })
      video.addEventListener('error', () => reject(new Error(video.error?.message)), { once: true })
    })
  video.muted = true
  document.body.append(video)
  video.src = address('video/mp4', film)
  await happens('loadeddata')
  const { videoWidth: width, videoHeight: height, duration } = video
  const coloursOf = (picture: CanvasImageSource) => {
    const canvas = Object.assign(document.createElement('canvas'), { width, height })
    const context = canvas.getContext('2d')!
    context.drawImage(picture, 0, 0, width, height)
    return context.getImageData(0, 0, width, height).data
  }
  const pictures: Uint8ClampedArray[] = []
  for (const { picture } of frames) {
    const image = Object.assign(new Image(), { src: address('image/png', picture) })
    await image.decode()
    pictures.push(coloursOf(image))
  }
  // Played and not jumped in: a player that stands still, of a page that nobody sees, need not show where it has jumped to.
  video.loop = true
  await video.play()
  const seen = new Map<number, Uint8ClampedArray>()
  while (frames.some(({ at }) => !seen.has(at))) {
    const time = await new Promise<number>((resolve) =>
      video.requestVideoFrameCallback((_, { mediaTime }) => resolve(mediaTime)),
    )
    const shown = frames.find(({ at }) => Math.abs(at - time) < 1e-3)
    if (shown && !seen.has(shown.at)) seen.set(shown.at, coloursOf(video))
  }
  const apart = frames.map(({ at }) => {
    const colours = seen.get(at)!
    return pictures.map(
      (picture) => picture.reduce((sum, one, index) => sum + Math.abs(one - colours[index]!), 0) / picture.length,
    )
  })
  return { width, height, duration, apart }
}
