export { type Provenance, provenance } from '../../shared/figures/provenance'

/** Name of the PNG chunk, of the SVG element's id and of the PDF attachment, before `.json`. */
export const provenanceName = 'tokentrace'
