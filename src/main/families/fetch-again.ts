import { basename } from 'node:path'

/** How messages call what a model's config was read from. */
export function configName(file: string): string {
  return basename(file) === 'config.json' ? 'config.json' : 'the file’s metadata'
}

/** What to do about a config that makes no sense. */
export function fetchAgain(file: string): string {
  return basename(file) === 'config.json' ? 'Fetch the model’s config.json again.' : 'Fetch the model’s file again.'
}
