import { resolve } from 'node:path'
import { sampleName } from '../../shared/sample'

/** The model that a word on the command line names: an absolute path, or the shipped sample's name as it stands. */
export function modelArgument(word: string, workingFolder: string): string {
  return word === sampleName ? word : resolve(workingFolder, word)
}
