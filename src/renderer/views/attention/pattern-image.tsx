import { type KeyboardEvent, useCallback, useMemo } from 'react'
import { heatPicture } from '../../../shared/figures/heat-picture'
import { fixed } from '../../../shared/figures/numbers'
import { figureColours } from '../../../shared/figures/theme'
import type { ImageInput, Picture } from '../../../shared/media-input'
import { type Patch, patchAt, patchTokens, positionOfPatch } from '../../../shared/patches'
import { useTheme } from '../../state/preferences'
import { classes } from '../../ui/classes'
import { imageDataOf } from '../../ui/picture-canvas'
import type { PatternViewProps } from './pattern-props'
import { type Point, ViewportCanvas } from './viewport-canvas'

const largest = 480
const largestStacked = 236
const gap = 12

/** What the model sees, in which a query is chosen, and beside it the same under that query's weights, in which a key is. */
export function PatternImage({
  image,
  picture,
  ...props
}: PatternViewProps & { readonly image: ImageInput; readonly picture: Picture }) {
  const { pattern, chosen, room, name, told, onPoint, chooseQuery, chooseKey } = props
  const theme = useTheme()
  const weights = useMemo(
    () => pattern.weights.subarray(chosen.query * pattern.keys, (chosen.query + 1) * pattern.keys),
    [pattern, chosen.query],
  )
  const heat = useMemo(() => heatPicture(picture, image, weights, theme), [picture, image, weights, theme])
  const isWide = room >= 440
  // Below each other both are in sight.
  const side = isWide ? Math.min(largest, (room - gap) / 2) : Math.min(largestStacked, room)
  const scale = side / Math.max(image.width, image.height)
  const size = { width: Math.floor(image.width * scale), height: Math.floor(image.height * scale) }
  const tokens = useMemo(() => patchTokens(image), [image])
  return (
    <div className={classes('pattern-images', isWide && 'pattern-images-wide')}>
      <PatchPicture
        label={`${name}: the query in the image`}
        told={`Query ${tokens[chosen.query]?.text ?? ''}`}
        image={image}
        picture={picture}
        size={size}
        position={chosen.query}
        onPoint={(query) => onPoint(query === null ? null : { ...chosen, query })}
        choose={chooseQuery}
        caption="Query"
        weightOf={null}
      />
      <PatchPicture
        label={`${name}: its weights over the image`}
        told={told}
        image={image}
        picture={heat}
        size={size}
        position={chosen.key}
        onPoint={(key) => onPoint(key === null ? null : { ...chosen, key })}
        choose={chooseKey}
        caption="Its keys"
        weightOf={(at) => weights[at]!}
      />
    </div>
  )
}

interface PatchPictureProps {
  readonly label: string
  readonly told: string
  readonly image: ImageInput
  readonly picture: Picture
  readonly size: { readonly width: number; readonly height: number }
  /** The position that is chosen in it. */
  readonly position: number
  readonly onPoint: (position: number | null) => void
  readonly choose: (position: number) => void
  readonly caption: string
  /** What stands beside a special position; null for nothing. */
  readonly weightOf: ((position: number) => number) | null
}

function PatchPicture(props: PatchPictureProps) {
  const { label, told, image, picture, size, position, onPoint, choose, caption, weightOf } = props
  const theme = useTheme()
  const { rows, columns } = image
  const patch = patchAt(image, position)
  const drawn = useMemo(() => {
    const canvas = new OffscreenCanvas(picture.width, picture.height)
    canvas.getContext('2d')?.putImageData(imageDataOf(picture), 0, 0)
    return canvas
  }, [picture])
  const [row, column] = [patch?.row, patch?.column]
  const draw = useCallback(
    (context: CanvasRenderingContext2D, { left, top }: { left: number; top: number }) => {
      context.clearRect(0, 0, size.width, size.height)
      context.imageSmoothingEnabled = false
      context.drawImage(drawn, -left, -top, size.width, size.height)
      if (row === undefined || column === undefined) return
      const [x, y] = [(column * size.width) / columns - left, (row * size.height) / rows - top]
      for (const [width, stroke] of [
        [4, '#ffffff'],
        [2, figureColours[theme].accent],
      ] as const) {
        context.lineWidth = width
        context.strokeStyle = stroke
        context.strokeRect(x, y, size.width / columns, size.height / rows)
      }
    },
    [drawn, size.width, size.height, rows, columns, row, column, theme],
  )
  const patchOf = ({ x, y }: Point): Patch | null => {
    const at = { row: Math.floor((y * rows) / size.height), column: Math.floor((x * columns) / size.width) }
    return at.row >= 0 && at.column >= 0 && at.row < rows && at.column < columns ? at : null
  }
  const positionAt = (point: Point) => {
    const at = patchOf(point)
    return at && positionOfPatch(image, at)
  }
  const press = (event: KeyboardEvent) => {
    const by = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[event.key]
    if (by === undefined) return
    event.preventDefault()
    const within = (value: number, count: number) => Math.min(count - 1, Math.max(0, value))
    const next = patch
      ? { row: within(patch.row + by[0]!, rows), column: within(patch.column + by[1]!, columns) }
      : { row: 0, column: 0 }
    choose(positionOfPatch(image, next))
  }
  const specials = patchTokens(image).flatMap(({ special, text, id }) => (special ? [{ text, id }] : []))
  return (
    <figure className="pattern-image" style={{ width: size.width }}>
      <ViewportCanvas
        label={label}
        chosen={told}
        width={size.width}
        height={size.height}
        draw={draw}
        onPoint={(point) => onPoint(point && positionAt(point))}
        onPick={(point) => {
          const at = positionAt(point)
          if (at !== null) choose(at)
        }}
        onKey={press}
      />
      <figcaption>
        {caption}
        {specials.map(({ text, id }) => (
          <button key={id} type="button" className="token" aria-pressed={id === position} onClick={() => choose(id)}>
            {text}
            {weightOf && <span className="mono">{fixed(weightOf(id), 3)}</span>}
          </button>
        ))}
      </figcaption>
    </figure>
  )
}
