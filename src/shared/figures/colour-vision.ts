/** How a figure's colours may be looked at: as they are, as a deuteranope sees them, and as a printer without colours has them. */
export type ColourVision = 'all' | 'deuteranopia' | 'grey'

/**
 * What each does to linear RGB, a row for each channel. Deuteranopia: Machado, Oliveira and Fernandes 2009, “A physiologically-based
 * model for simulation of color vision deficiency”, severity 1.0. Grey: relative luminance, with the weights of Rec. 709 (WCAG 2.2).
 */
export const visionMatrices: Readonly<Record<Exclude<ColourVision, 'all'>, readonly (readonly number[])[]>> = {
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  grey: [
    [0.2126, 0.7152, 0.0722],
    [0.2126, 0.7152, 0.0722],
    [0.2126, 0.7152, 0.0722],
  ],
}

/** The values of SVG's feColorMatrix, to be applied in linear RGB. */
export function colourMatrix(vision: Exclude<ColourVision, 'all'>): string {
  return [...visionMatrices[vision].map((row) => [...row, 0, 0]), [0, 0, 0, 1, 0]].flat().join(' ')
}
