import type { DirectionPlace } from '../../shared/direction'
import { stationName } from '../../shared/figures/trajectory-layout'
import type { OpenedModel } from './opened-model'
import { sidedStations } from './sentence-states'
import { readsStream } from './word-rows'

/** Where directions of a model can be read: its tables of words, then the stations of its stacks. */
export function placesOf(model: OpenedModel): DirectionPlace[] {
  return [
    { at: 'embedding', label: 'Embedding, W_E', of: 'words' },
    ...(readsStream(model) ? [{ at: 'unembedding', label: 'Unembedding, W_U', of: 'words' } as const] : []),
    ...sidedStations(model).map((station): DirectionPlace => {
      const side = station.side === 'all' ? '' : `${station.side} `
      return { at: station.tap, label: `${side}${stationName(station)}`, of: 'sentences' }
    }),
  ]
}
