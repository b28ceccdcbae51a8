import type { ReactElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { legalXml } from './svg-document'
import { childText, parseSvg } from './svg-tree'

/** What a figure that stands alone tells of itself: its `<title>` and `<desc>`, which are its first elements. */
export function toldBy(figure: ReactElement): { title: string; description: string } {
  const [told = ''] = /<title>.*?<\/title>(<desc>.*?<\/desc>)?/s.exec(renderToStaticMarkup(figure)) ?? []
  const root = parseSvg(legalXml(`<svg>${told}</svg>`))
  return { title: childText(root, 'title') ?? '', description: childText(root, 'desc') ?? '' }
}
