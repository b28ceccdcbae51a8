import type { Line } from '../label-layout'
import { coordinate } from '../numbers'

export function svgLine({ x1, y1, x2, y2 }: Line): Line {
  return { x1: coordinate(x1), y1: coordinate(y1), x2: coordinate(x2), y2: coordinate(y2) }
}

export function polyline(points: readonly { readonly x: number; readonly y: number }[]): string {
  return points.map(({ x, y }, index) => `${index === 0 ? 'M' : 'L'}${coordinate(x)},${coordinate(y)}`).join('')
}
