export { readImage } from './image-file'
export { pngOf } from './image-png'
export type { Pixels } from './pixels'
export {
  type ImagePreparation,
  type PreparedImage,
  preparationText,
  prepareImage,
  readImagePreparation,
  resultOf,
} from './prepare-image'
export { prepareSound, readSoundPreparation, type SoundPreparation, soundText } from './prepare-sound'
export { readWav, type Sound } from './wav-file'
