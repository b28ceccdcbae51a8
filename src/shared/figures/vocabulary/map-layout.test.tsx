import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { boxesMeet } from '../label-layout'
import { plainPrint } from '../print'
import { homeCamera } from '../trajectory-cameras'
import { VocabularyFigure } from '../vocabulary-figure'
import { type VocabularySpec, vocabularySpec } from '../vocabulary-spec'
import { madeMap, madePath, madeQuestion, madeWords } from './map.test-data'
import { mapColours } from './map-colours'
import { layoutMap } from './map-layout'
import { shownMap, wordName } from './shown-map'

const size = { width: 640, height: 420 }
const words = madeWords(3000)
const shown = shownMap(words, madeMap(words), false)
const framed = { frame: shown.cloud.frame, box: shown.cloud.box, path: [] }
const spec: VocabularySpec = {
  ...{ kind: 'vocabulary', version: 1, model: words.model, question: madeQuestion, colouring: 'script', ...size },
  ...{ theme: 'light', print: plainPrint, camera: homeCamera(framed, size), flat: false, labels: 40 },
  ...{ marked: [], word: null, prompt: null, position: null, station: null },
}
const { key } = mapColours(words, shown.map, 'script', 'light')
const layoutOf = (more: object) => layoutMap(shown, { ...spec, path: null, colours: key, ...more })
const drawn = (more: object, of = shown) =>
  renderToStaticMarkup(<VocabularyFigure spec={{ ...spec, ...more }} shown={of} path={null} dots={1} />)

describe('the layout of a map', () => {
  it('lets no label lie over another, the key or the caption', () => {
    const { labels, key, caption } = layoutOf({ path: madePath, station: 1 })
    const boxes = [...labels.map(({ box }) => box), ...key.boxes, ...caption.boxes]
    expect(labels.length).toBeGreaterThan(20)
    for (const [index, { box }] of labels.entries()) {
      for (const other of boxes.slice(index + 1)) expect(boxesMeet(box, other)).toBe(false)
    }
  })

  it('names a chosen word before all others, joins it to its neighbours, and marks them', () => {
    const { labels, links, named } = layoutOf({ word: 2999, marked: [2999, 2989, 2979] })
    expect(labels.map(({ text }) => text)).toContain(wordName(words, 2999))
    expect(links).toHaveLength(2)
    expect(named.filter(({ marked }) => marked).map(({ point }) => point)).toEqual([2999, 2989, 2979])
  })

  it('has whole words before pieces of words', () => {
    expect([...shown.sorted.importance.order.subarray(0, 40)].every((id) => words.texts[id]!.startsWith(' '))).toBe(
      true,
    )
  })

  it('has no axes for UMAP, which has none, and says how it was made', () => {
    const { axes, caption, labels } = layoutMap(shownMap(words, madeMap(words, 'umap'), false), {
      ...spec,
      path: null,
      colours: key,
    })
    expect(axes).toEqual([])
    expect(labels.some(({ key }) => key.startsWith('axis'))).toBe(false)
    expect(caption.lines.map(({ text }) => text).join(' ')).toContain('15 neighbours, minimum distance 0.1, seed 1')
  })
})

describe('the figure of a map', () => {
  it('has a circle for each point in sight as vectors, and one image in their place where that is asked for', () => {
    const circles = drawn({}).match(/<circle/g)!.length
    expect(circles).toBeGreaterThan(2900)
    const image = drawn({ print: { ...plainPrint, cells: 'image' } })
    expect(image).toContain('<image id="points" href="data:image/png;base64,iVBOR')
    expect(image.match(/<circle/g)!.length).toBeLessThan(100)
    expect(image).toContain('PC 1')
  })

  it('is the same each time, and its spec can be read again', () => {
    expect(drawn({})).toBe(drawn({}))
    expect(vocabularySpec.parse(JSON.parse(JSON.stringify(spec)))).toEqual(spec)
  })

  it.each(['rank', 'script', 'length', 'norm', 'cluster'] as const)('says what colours by %s mean', (colouring) => {
    const { key, tints } = mapColours(words, shown.map, colouring, 'light')
    expect(tints).toHaveLength(9000)
    expect(drawn({ colouring })).toContain(key.title.replaceAll("'", '&#x27;'))
    if (key.kind === 'classes') expect(key.classes.reduce((sum, { words }) => sum + words, 0)).toBe(3000)
  })
})
