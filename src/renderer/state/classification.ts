import type { Classification } from '../../shared/classification'
import { clients } from './clients'
import { createLook, type Look, type LookTarget, useLookTarget } from './look'
import { useSession } from './session'

const useClassificationLook = createLook<LookTarget, Classification>((input, options) =>
  clients().engine.analyse.classes(input, options),
)

/** What the task head says of the run on the screen; nothing is asked while nobody looks, or of a model without one. */
export function useClassification(looking: boolean): Look<Classification> {
  const target = useLookTarget()
  const has = useSession((session) => session.model?.taskHead != null)
  return useClassificationLook(looking && has ? target : null)
}
