import { useEffect, useState } from 'react'
import { type MediaInput, type Picture, readPicture } from '../../shared/media-input'
import { clients } from './clients'
import { setText, tokenize } from './sentence'
import { useSession } from './session'

/** Whether a model may read it in place of a text, by its name. */
export function isMediaFile({ kind }: MediaInput, name: string): boolean {
  return kind === 'image' ? /\.(png|jpe?g)$/i.test(name) : /\.(wav|safetensors)$/i.test(name)
}

/** Which files a chooser offers for what a model reads. */
export const mediaEndings: Readonly<Record<MediaInput['kind'], string>> = {
  image: '.png,.jpg,.jpeg',
  sound: '.wav,.safetensors',
}

/** Takes a file in place of the sentence: by its path where the host tells it, and otherwise as a copy of the engine's. */
export async function takeMediaFile(file: File): Promise<void> {
  const own = window.tokentrace?.pathForFile?.(file)
  const path = own || (await clients().engine.media.keep({ file })).path
  setText(path)
  await tokenize()
}

const pictures = new Map<string, Promise<Picture>>()

/** What the model sees of the image that is named, once its path is read; null without one. */
export function usePicture(): Picture | null {
  const model = useSession((session) => session.model)
  const text = useSession((session) => session.text)
  const isRead = useSession((session) => session.tokens !== null && session.tokens.length > 0)
  const [shown, show] = useState<{ readonly key: string; readonly picture: Picture } | null>(null)
  const key = model?.reads?.kind === 'image' && isRead ? JSON.stringify([model.path, text.trim()]) : null
  useEffect(() => {
    if (key === null) return
    let isStale = false
    const [path, file] = JSON.parse(key) as [string, string]
    const asked = pictures.get(key) ?? clients().engine.media.picture({ path, file }).then(readFile)
    pictures.clear()
    pictures.set(key, asked)
    asked.then(
      (picture) => {
        if (!isStale) show({ key, picture })
      },
      () => {
        // Why it cannot be read is said where its tokens would be.
        pictures.delete(key)
      },
    )
    return () => {
      isStale = true
    }
  }, [key])
  return shown !== null && shown.key === key ? shown.picture : null
}

async function readFile(file: Blob): Promise<Picture> {
  return readPicture(await file.arrayBuffer())
}
