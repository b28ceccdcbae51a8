import { clients } from './clients'
import { openModel } from './open-model'

export type Chosen = 'folder' | 'file'

/** Lets a native dialog choose a model; null where it was closed without a choice. */
export function choosePath(what: Chosen): Promise<string | null> {
  const { host } = clients()
  return what === 'folder'
    ? host.chooseFolder({ title: 'Open a model folder' })
    : host.chooseModelFile({ title: 'Open a model file' })
}

/** Opens what a native dialog chooses. Answers whether a model was opened. */
export async function openChosen(what: Chosen): Promise<boolean> {
  const path = await choosePath(what)
  return path !== null && openModel(path)
}
