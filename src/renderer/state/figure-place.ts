import { attentionPlaces, stationOfPlace } from '../../shared/attention-places'
import type { Prompt } from '../../shared/contract'
import { axes } from '../../shared/direction'
import { Fault } from '../../shared/fault'
import type { PlainFigureSpec } from '../../shared/figures/figure-spec'
import type { VocabularySpec } from '../../shared/figures/vocabulary-spec'
import { givenInputText } from '../../shared/given-input'
import type { ModelInfo } from '../../shared/model-info'
import { trajectoryView } from '../../shared/trajectory'
import type { UmapLayout } from '../../shared/vocabulary-map'
import { nowhere, type Place } from './address'
import { type MapChoices, usualMap } from './map-address'
import type { Reading } from './reading'

/**
 * Where a person stood when a figure was saved, as far as its spec says; of a model that lies at `path`. What all kinds of figures say
 * by the same name (token, head, station, view) is read of each, so that a new kind is restored too. Throws an `input` fault for a
 * prompt that the window cannot show.
 */
export function placeOfFigure(spec: PlainFigureSpec, model: ModelInfo, path: string, against: string | null): Place {
  const said: Readonly<Record<string, unknown>> = spec
  const written = spec.prompt ? writtenOf(spec.prompt, model) : { text: '', reading: nowhere.reading }
  const chosen = 'chosen' in spec ? (spec.chosen ?? []) : []
  const layer = whole(said.layer)
  const place = layer === null ? undefined : attentionPlaces(model)[layer]
  const layout = spec.kind === 'vocabulary' ? spec.question.layout : null
  const items = spec.kind === 'contexts' ? spec.items : null
  const active = spec.kind === 'contexts' ? spec.active : 0
  return {
    ...nowhere,
    ...(items ? writtenOf(items[active]!.prompt, model) : written),
    model: path,
    against,
    position: items ? items[active]!.position : (whole(said.position) ?? whole(said.query)),
    station: whole(said.station) ?? (place ? stationOfPlace(model, place) : null),
    head: whole(said.head),
    together: chosen,
    source: whole(said.key),
    view: trajectoryView.safeParse(said.view).data ?? nowhere.view,
    watch: whole(said.watch),
    others: (items ?? [])
      .filter((_, index) => index !== active)
      .map(({ prompt: one, position }) => ({ ...writtenOf(one, model), position })),
    active,
    match: items ? 'hand' : nowhere.match,
    axes: axes.safeParse(layout?.kind === 'axes' ? layout.axes : said.axes).data ?? nowhere.axes,
    anatomy: spec.kind === 'anatomy' ? { ...nowhere.anatomy, against: spec.against } : nowhere.anatomy,
    map: spec.kind === 'vocabulary' ? mapOfFigure(spec) : nowhere.map,
  }
}

/** How the map of a figure was made and drawn. */
function mapOfFigure({ question, colouring, flat, labels, position }: VocabularySpec): MapChoices {
  const { of, rows, layout, clusters } = question
  return {
    ...{ of, rows, layout: layout.kind, clusters: clusters.count, colouring, flat, labels, path: position !== null },
    umap: layout.kind === 'umap' ? settingsOf(layout) : usualMap.umap,
  }
}

function settingsOf({ neighbours, minimumDistance, seed }: UmapLayout): MapChoices['umap'] {
  return { neighbours, minimumDistance, seed }
}

function whole(value: unknown): number | null {
  return typeof value === 'number' ? value : null
}

function writtenOf(prompt: Prompt, model: ModelInfo): { text: string; reading: Reading } {
  const isWords = 'text' in prompt
  if ('file' in prompt ? model.reads === null : isWords !== (model.tokenizerMissing === null)) {
    throw Fault.input(
      'file' in prompt
        ? 'The figure is of an image or a sound, and the model that is open reads a text'
        : isWords
          ? 'The figure is of a sentence, and the model that is open has no tokenizer'
          : 'The figure is of token ids, and this window asks for words',
      {
        place: 'prompt',
        remedy: 'Make it again on the command line: tokentrace figure FILE --model MODEL --out FILE.',
      },
    )
  }
  const { decoder, states, inputs = {} } = prompt
  const ids = (list: readonly number[]) => list.join(', ')
  return {
    text: 'file' in prompt ? prompt.file : isWords ? prompt.text : ids(prompt.ids),
    reading: {
      special: isWords ? (prompt.special ?? true) : true,
      chat: isWords && 'chat' in prompt ? (prompt.chat ?? false) : false,
      said: decoder === undefined ? '' : 'text' in decoder ? decoder.text : ids(decoder.ids),
      states: states ?? '',
      inputs: Object.fromEntries(Object.entries(inputs).map(([name, given]) => [name, givenInputText(given)])),
    },
  }
}
