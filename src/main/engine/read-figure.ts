import { Fault } from '../../shared/fault'
import { figureSpec } from '../../shared/figures/figure-spec'
import type { SavedFigure } from '../../shared/figures/saved-figure'
import { provenance, readProvenance } from '../export'

const remedy = 'Choose an SVG, PDF, EPS, PNG, WebP, GLB, GIF or MP4 that Tokentrace saved, or a JSON file with a spec.'

/** What a saved figure is made from: out of the picture, out of the JSON of its numbers, or a spec that is all the file. */
export async function readFigure(file: File): Promise<SavedFigure> {
  const bytes = new Uint8Array(await file.arrayBuffer())
  const json = jsonOf(bytes)
  const own = json === null ? readProvenance(bytes) : (provenance.safeParse(json.provenance).data ?? null)
  const spec = own ? own.spec : json
  if (spec === null) {
    throw Fault.input('The file does not tell what figure it is of', { file: file.name, place: 'provenance', remedy })
  }
  const read = figureSpec.safeParse(spec)
  if (!read.success) {
    const [issue] = read.error.issues
    throw Fault.input(`The figure’s spec cannot be read: ${issue?.message ?? 'unknown'}`, {
      file: file.name,
      place: issue?.path.join('.') || 'spec',
      remedy: 'It may be of another version, or was changed by hand; make the figure again.',
    })
  }
  return {
    ...{ spec: read.data, tokenIds: own?.tokenIds ?? [], version: own?.version ?? null },
    ...(own?.film ? { film: own.film } : {}),
  }
}

/** Null for what is no JSON object. */
function jsonOf(bytes: Uint8Array): Record<string, unknown> | null {
  // A brace, after white space alone.
  const [first] = /[^\s]/.exec(Buffer.from(bytes.subarray(0, 64)).toString('latin1')) ?? []
  if (first !== '{') return null
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'))
  } catch {
    return null
  }
}
