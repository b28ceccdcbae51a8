import { type Command, InvalidArgumentError, Option } from 'commander'
import { type FilmKind, type FilmSettings, filmKind, filmLimits, plainFilm } from '../../../shared/figures/film/film'
import { numberWithin } from './option-values'

export interface FilmWords {
  readonly journey?: FilmKind
  readonly seconds?: number
  readonly fps?: number
  readonly size?: { readonly width: number; readonly height: number }
  /** True unless refused: commander's form of `--no-…`. */
  readonly loop: boolean
}

/** How a path moves in a GIF or MP4. */
export function withFilm(command: Command): Command {
  const { kind, seconds, fps, width, height } = plainFilm
  return command
    .addOption(
      new Option('--journey <kind>', `of a GIF or MP4: how it moves (default: ${kind})`).choices(filmKind.options),
    )
    .option(
      '--seconds <number>',
      `of a GIF or MP4: how long it takes (default: ${seconds})`,
      numberWithin(...filmLimits.seconds, 'any'),
    )
    .option(
      '--fps <number>',
      `of a GIF or MP4: frames a second (default: ${fps})`,
      numberWithin(...filmLimits.fps, 'whole'),
    )
    .option('--size <pixels>', `of a GIF or MP4: its width and height (default: ${width}x${height})`, frameSize)
    .option('--no-loop', 'of a GIF: end, and do not begin again')
}

/** What was said of a film; what was not is as it was saved, or as usual. */
export function filmOf({ journey, seconds, fps, size, loop }: FilmWords): Partial<FilmSettings> {
  return {
    ...(journey === undefined ? {} : { kind: journey }),
    ...(seconds === undefined ? {} : { seconds }),
    ...(fps === undefined ? {} : { fps }),
    ...size,
    ...(loop ? {} : { loop }),
  }
}

/** `1280x720`: pixels across and down, both even, as films have them. */
export function frameSize(text: string): { width: number; height: number } {
  const [, across = '', down = ''] = /^(\d{1,5})[x\u00d7](\d{1,5})$/.exec(text.trim()) ?? []
  const [width, height] = [Number(across), Number(down)]
  const [least, most] = filmLimits.side
  const fits = (side: number) => side >= least && side <= most && side % 2 === 0
  if (!fits(width) || !fits(height)) {
    throw new InvalidArgumentError(`Write it as 1280x720: two even numbers of pixels from ${least} to ${most}.`)
  }
  return { width, height }
}
