import { useState } from 'react'
import { type Anatomy, attentionParameters } from '../../../shared/anatomy'
import { byteText } from '../../../shared/byte-text'
import { count, percent } from '../../../shared/figures/numbers'
import {
  type CacheDtype,
  cacheBytes,
  cacheDtypes,
  type ForwardWork,
  forwardWork,
  workUnknown,
} from '../../../shared/forward-work'
import { flopText } from '../../../shared/size-text'
import { useAnatomyChoices } from '../../state/anatomy'
import { Field } from '../../ui/field'
import { Segmented } from '../../ui/segmented'

const dtypes = (Object.keys(cacheDtypes) as CacheDtype[]).map((value) => ({ value, label: value }))

/** What a forward pass and the cache take for a text of a chosen length. */
export function CostsPart({ anatomy }: { anatomy: Anatomy }) {
  const { length, cache } = useAnatomyChoices()
  const [typed, setTyped] = useState(String(length))
  const work = forwardWork(anatomy, length)
  const kept = cacheBytes(anatomy, length, cache)
  const attention = attentionParameters(anatomy)
  const type = (text: string) => {
    setTyped(text)
    if (/^[1-9]\d{0,8}$/.test(text)) useAnatomyChoices.setState({ length: Number(text) })
  }
  return (
    <section className="anatomy-costs" aria-label="What it costs">
      <header>
        <Field
          label="A text of"
          unit="tokens"
          value={typed}
          inputMode="numeric"
          aria-invalid={typed !== String(length)}
          onChange={(event) => type(event.target.value)}
        />
        <Segmented
          label="Dtype of the cache"
          options={dtypes}
          value={cache}
          onChange={(next) => useAnatomyChoices.setState({ cache: next })}
        />
      </header>
      <dl>
        <Row
          name="Attention’s matrices"
          value={`${count(attention)}, ${percent(attention / anatomy.parameters)} of all`}
        />
        {work ? <WorkRows work={work} /> : <Row name="Forward pass" value={workUnknown} />}
        <Row name="Key–value cache" value={kept === null ? 'none: an encoder reads a text at once' : byteText(kept)} />
      </dl>
    </section>
  )
}

function WorkRows({ work }: { work: ForwardWork }) {
  return (
    <>
      <Row name="Forward pass" value={flopText(work.weights + work.attention)} />
      <Row name="2 for each weight and token" value={flopText(work.weights)} inner />
      <Row name="4 · d_head for each score" value={flopText(work.attention)} inner />
      <Row name="As Hoffmann et al. count" value={flopText(work.hoffmann)} />
      <Row name="As Kaplan et al. count" value={work.kaplan === null ? 'of decoders alone' : flopText(work.kaplan)} />
    </>
  )
}

function Row({ name, value, inner = false }: { name: string; value: string; inner?: boolean }) {
  return (
    <div className={inner ? 'anatomy-inner' : undefined}>
      <dt>{name}</dt>
      <dd className="num">{value}</dd>
    </div>
  )
}
