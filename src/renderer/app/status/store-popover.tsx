import { useState } from 'react'
import { byteText } from '../../../shared/byte-text'
import { type FaultData, toFaultData } from '../../../shared/fault'
import { clearStore, moveStore, setStoreLimit } from '../../state/activation-store'
import { clients } from '../../state/clients'
import { count } from '../../state/format'
import { useSession } from '../../state/session'
import { Button } from '../../ui/button'
import { Dot } from '../../ui/dot'
import { FaultCard } from '../../ui/fault-card'
import { Field } from '../../ui/field'
import { Popover } from '../../ui/popover'

/** How much is kept, where, and what can be done about it. */
export function StorePopover() {
  const store = useSession((session) => session.store)
  const [asking, setAsking] = useState(false)
  const [moving, setMoving] = useState(false)
  const [busy, setBusy] = useState(false)
  const [fault, setFault] = useState<FaultData | null>(null)
  if (!store) return null

  const attempt = async (what: () => Promise<void>) => {
    setBusy(true)
    setFault(null)
    try {
      await what()
      setAsking(false)
      setMoving(false)
    } catch (error) {
      setFault(toFaultData(error))
    } finally {
      setBusy(false)
    }
  }

  return (
    <Popover
      label="Activation store"
      side="top"
      onOpenChange={() => {
        setAsking(false)
        setMoving(false)
        setFault(null)
      }}
      trigger={
        <button type="button" className="status-store">
          {store.notice !== null && <Dot state="warning" />}
          Store {byteText(store.bytes)} of {byteText(store.limitBytes)}
          {store.notice !== null && ' · see its notice'}
        </button>
      }
    >
      <div className="store">
        <h2>Activation store</h2>
        <p>
          What was computed is kept, so that a second look at a sentence needs no run. The least recently used goes
          first.
        </p>
        {store.notice !== null && <p className="store-notice">{store.notice}</p>}
        <dl className="store-facts">
          <dt>File</dt>
          <dd className="mono">{store.path}</dd>
          <dt>Size</dt>
          <dd>
            {byteText(store.bytes - store.weightBytes)} in {count(store.entries)}{' '}
            {store.entries === 1 ? 'entry' : 'entries'}
          </dd>
          {store.weightBytes > 0 && (
            <>
              <dt>Weights</dt>
              <dd>{byteText(store.weightBytes)} of quantised models, made ready</dd>
            </>
          )}
        </dl>
        <LimitForm key={store.limitBytes} limit={store.limitBytes} busy={busy} attempt={attempt} />
        {moving && <MoveForm busy={busy} attempt={attempt} />}
        {asking ? (
          <div className="store-actions" role="alert">
            <Button variant="danger" disabled={busy} onClick={() => void attempt(clearStore)}>
              Remove everything
            </Button>
            <Button onClick={() => setAsking(false)}>Keep it</Button>
          </div>
        ) : (
          <div className="store-actions">
            {!moving && <Button onClick={() => void move()}>Move the folder</Button>}
            <Button disabled={store.entries === 0 && store.weightBytes === 0} onClick={() => setAsking(true)}>
              Clear the store
            </Button>
          </div>
        )}
        {fault && <FaultCard fault={fault} />}
      </div>
    </Popover>
  )

  async function move() {
    if (!useSession.getState().host?.canChoose) {
      setMoving(true)
      return
    }
    await attempt(async () => {
      const path = await clients().host.chooseFolder({ title: 'Choose a folder for the activation store' })
      if (path !== null) await moveStore(path)
    })
  }
}

interface FormProps {
  busy: boolean
  attempt: (what: () => Promise<void>) => Promise<void>
}

function LimitForm({ limit, busy, attempt }: FormProps & { limit: number }) {
  const [text, setText] = useState(String(Math.round((limit / 1e9) * 100) / 100))
  const value = Math.round(Number(text) * 1e9)
  const valid = Number.isFinite(value) && value >= 2 ** 20
  return (
    <form
      className="store-form"
      onSubmit={(event) => {
        event.preventDefault()
        if (valid) void attempt(() => setStoreLimit(value))
      }}
    >
      <Field
        label="Limit"
        unit="GB"
        inputMode="decimal"
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <Button type="submit" disabled={busy || !valid || value === limit}>
        Set the limit
      </Button>
    </form>
  )
}

function MoveForm({ busy, attempt }: FormProps) {
  const [path, setPath] = useState('')
  return (
    <form
      className="store-form"
      onSubmit={(event) => {
        event.preventDefault()
        void attempt(() => moveStore(path.trim()))
      }}
    >
      <Field
        label="Another folder; the old file stays where it is"
        mono
        autoFocus
        value={path}
        onChange={(event) => setPath(event.target.value)}
      />
      <Button type="submit" disabled={busy || path.trim() === ''}>
        Move
      </Button>
    </form>
  )
}
