import { Download } from 'lucide-react'
import { exportNumbers, useNumbersExport } from '../../state/export-numbers'
import { hasLens, useShown } from '../../state/shown'
import { IconButton } from '../../ui/icon-button'
import { InfoSign } from '../../ui/info-sign'
import { Menu } from '../../ui/menu'
import { WatchPicker } from './watch-picker'

/** The watched word, the numbers as files, and what the columns are. */
export function StepsTools() {
  const shown = useShown()
  const busy = useNumbersExport((numbers) => numbers.busy)
  return (
    <>
      {shown && hasLens(shown.trajectory) && <WatchPicker trajectory={shown.trajectory} />}
      <Menu
        trigger={
          <IconButton label="Export the numbers" disabled={busy || !shown}>
            <Download size={15} />
          </IconButton>
        }
        items={[
          { label: 'CSV', note: 'a row a step', onSelect: () => void exportNumbers('csv') },
          { label: 'JSON', note: 'table, path and words', onSelect: () => void exportNumbers('json') },
        ]}
      />
      <InfoSign
        about="the steps"
        sources={[
          {
            text: 'Logit lens: nostalgebraist, interpreting GPT: the logit lens, 2020',
            url: 'https://www.lesswrong.com/posts/AcKRB8wDpdaN6v6ru/interpreting-gpt-the-logit-lens',
          },
          {
            text: 'Residual stream: Elhage et al., A Mathematical Framework for Transformer Circuits, 2021',
            url: 'https://transformer-circuits.pub/2021/framework/index.html',
          },
        ]}
      >
        Each row is a station of the residual stream: ‖Δ‖ is how far the step moved it, and the cosines say how much of
        the start and how much of the end it holds. Nearest words are those whose embedding has the largest cosine; the
        logit lens reads the station as if it were the last.
      </InfoSign>
    </>
  )
}
