import { Fault } from '../../shared/fault'
import { globToRegExp } from '../../shared/taps'
import type { OnnxFile } from '../checkpoint'
import type { FoundModel } from '../structure'

/** Why something of a graph cannot be looked at. */
export function absentPart(file: OnnxFile, what: string): Fault {
  return Fault.input(`${what} was not found in the graph of ${file.name}`, {
    file: file.path,
    remedy: 'Look at what else there is; the Model panel lists what was found, and “tokentrace inspect” does.',
  })
}

/** Why a hook point is not there; the finder's reason where it has one. */
export function absentHook(file: OnnxFile, { missing }: Pick<FoundModel, 'missing'>, name: string): Fault {
  const known = missing.find(({ what }) => globToRegExp(what).test(name))
  const near = known?.near.length ? ` Nearest node: ${known.near[0]}.` : ''
  return Fault.input(`${name} was not found in the graph of ${file.name}. ${known?.reason ?? ''}${near}`.trim(), {
    file: file.path,
    place: name,
    remedy: 'Look at what else there is; the Model panel lists what was found, and “tokentrace inspect” does.',
  })
}
