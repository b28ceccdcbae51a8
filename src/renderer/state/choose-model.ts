import { clients } from './clients'
import { openModel } from './open-model'

export type Chosen = 'folder' | 'file'

/** Lets a native dialog choose a model and opens it. Answers whether one was opened. */
export async function openChosen(what: Chosen): Promise<boolean> {
  const { host } = clients()
  const path =
    what === 'folder'
      ? await host.chooseFolder({ title: 'Open a model folder' })
      : await host.chooseModelFile({ title: 'Open a model file' })
  return path !== null && openModel(path)
}
