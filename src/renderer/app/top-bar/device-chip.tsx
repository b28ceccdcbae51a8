import { RadioGroup } from 'radix-ui'
import type { DeviceWish } from '../../../shared/model-info'
import { deviceNames, isFallback, wishes } from '../../state/devices'
import { chooseDevice } from '../../state/open-model'
import { useSession } from '../../state/session'
import { Dot } from '../../ui/dot'
import { Popover } from '../../ui/popover'

/** Which device computes, and why not the one that was wished for. */
export function DeviceChip() {
  const device = useSession((session) => session.device)
  const fault = useSession((session) => session.deviceFault)
  const wish = useSession((session) => session.wish)
  const fallback = device !== null && isFallback(device)
  const name = device ? deviceNames[device.device] : fault ? 'No device' : 'Trying devices'
  const dot = fault ? 'bad' : fallback ? 'warning' : device ? 'good' : 'waiting'
  const reasons = fault ? [fault.message] : (device?.reasons ?? [])
  return (
    <Popover
      label="Device"
      trigger={
        <button type="button" className="chip">
          <Dot state={dot} />
          <span className="visually-hidden">Device</span>
          {name}
          {fallback && <span className="visually-hidden">, not the one wished for</span>}
        </button>
      }
    >
      <div className="device">
        <h2>Compute on</h2>
        <RadioGroup.Root
          className="device-choices"
          aria-label="Compute on"
          value={wish}
          onValueChange={(value) => void chooseDevice(value as DeviceWish)}
        >
          {wishes.map((option) => (
            <RadioGroup.Item
              key={option.value}
              value={option.value}
              className="device-choice"
              aria-label={option.label}
            >
              <span className="radio" />
              <span>
                {option.label}
                <small>{option.note}</small>
              </span>
            </RadioGroup.Item>
          ))}
        </RadioGroup.Root>
        {reasons.length > 0 && (
          <div className="device-reasons">
            <b>{device ? `Why ${deviceNames[device.device]}` : 'Why none'}</b>
            <ul>
              {reasons.map((reason) => (
                <li key={reason}>{reason}</li>
              ))}
            </ul>
          </div>
        )}
      </div>
    </Popover>
  )
}
