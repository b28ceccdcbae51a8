import { type JSX, useMemo } from 'react'
import type { AttentionPlace } from '../attention-places'
import type { ImageInput, Picture } from '../media-input'
import { patchAt, patchTokens } from '../patches'
import { patternName, type ShownPattern } from '../shown-pattern'
import type { AttentionImageSpec } from './attention-spec'
import { ColourBar, colourBarWidth } from './colour-bar'
import { FigureSheet } from './figure-sheet'
import { enlarged, heatPicture, mostOnPatch, pictureAddress } from './heat-picture'
import { coordinate, fixed } from './numbers'
import { sequential } from './scales'
import { figureColours, type } from './theme'
import { legible } from './words'

const margin = 14
const top = 36
const gap = 14
const bar = 44
/** Dots along the longer side of the images in a file. */
const dots = 448

/** How high over how wide a figure of both images is. */
export function imageAspect({ width, height }: ImageInput, paper: number): number {
  const side = (paper - 2 * margin - gap) / 2
  return (top + (side * height) / width + bar + margin + 18) / paper
}

/** What the model sees with the query's patch in a frame, and beside it the same under the query's weights. */
export function AttentionImageFigure({
  spec,
  pattern,
  places,
  image,
  picture,
}: {
  spec: AttentionImageSpec
  pattern: ShownPattern
  places: readonly AttentionPlace[]
  image: ImageInput
  picture: Picture
}): JSX.Element {
  const { theme, query } = spec
  const colours = figureColours[theme]
  const weights = useMemo(
    () => pattern.weights.subarray(query * pattern.keys, (query + 1) * pattern.keys),
    [pattern, query],
  )
  const [own, under] = useMemo(
    () => [picture, heatPicture(picture, image, weights, theme)].map((one) => pictureAddress(enlarged(one, dots))),
    [picture, image, weights, theme],
  )
  const room = { width: (spec.width - 2 * margin - gap) / 2, height: spec.height - top - bar - margin - 18 }
  const scale = Math.min(room.width / image.width, room.height / image.height)
  const [width, height] = [image.width * scale, image.height * scale]
  const left = [margin, margin + width + gap] as const
  const name = patternName(spec, places)
  const tokens = patchTokens(image)
  const specials = tokens.flatMap(({ special, text }, at) => (special ? [`${text} ${fixed(weights[at]!, 3)}`] : []))
  const most = mostOnPatch(image, weights)
  const below = top + height
  const patch = patchAt(image, query)
  const queryText = tokens[query]?.text ?? ''
  return (
    <FigureSheet
      spec={spec}
      title={`${name} from ${queryText}: attention in ${legible(spec.model.name)}`}
      description={`An image as the model sees it, cut into ${image.rows} rows of ${image.columns} patches, and beside it the same in grey under the weights of the query ${queryText} on each patch. Colour: attention weight, from 0 to ${fixed(most, 3)}.${specials.length > 0 ? ` On special positions: ${specials.join(', ')}.` : ''}`}
    >
      <rect width={spec.width} height={spec.height} fill={colours.paper} />
      <text x={margin} y={22} fontSize={type.strong} fontWeight={600} fill={colours.ink}>
        {name}
      </text>
      <g id="images">
        {[own, under].map((href, at) => (
          <image
            key={at}
            href={href}
            x={coordinate(left[at]!)}
            y={top}
            width={coordinate(width)}
            height={coordinate(height)}
            preserveAspectRatio="none"
          />
        ))}
        {patch && (
          <g id="query" fill="none">
            {(['#ffffff', colours.accent] as const).map((stroke, at) => (
              <rect
                key={stroke}
                x={coordinate(left[0] + (patch.column * width) / image.columns)}
                y={coordinate(top + (patch.row * height) / image.rows)}
                width={coordinate(width / image.columns)}
                height={coordinate(height / image.rows)}
                stroke={stroke}
                strokeWidth={at === 0 ? 3.5 : 2}
              />
            ))}
          </g>
        )}
      </g>
      <g id="words" fontSize={type.label} fill={colours.ink2}>
        <text x={left[0]} y={coordinate(below + 15)}>
          {`query ${queryText}`}
        </text>
        <text x={coordinate(left[1])} y={coordinate(below + 15)}>
          {specials.length > 0 ? `keys; on ${specials.slice(0, 3).join(', ')}` : 'keys'}
        </text>
      </g>
      <ColourBar
        x={left[1]}
        y={below + 26}
        colour={sequential(theme)}
        from={0}
        ink={colours.ink2}
        ends={['0', fixed(most, 3)]}
        name=""
      />
      <text
        x={coordinate(left[1] + colourBarWidth + 8)}
        y={coordinate(below + 34)}
        fontSize={type.label}
        fill={colours.ink2}
      >
        attention weight
      </text>
    </FigureSheet>
  )
}
