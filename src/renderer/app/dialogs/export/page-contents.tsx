import { ChevronDown, FilePlus2, Plus } from 'lucide-react'
import { useState } from 'react'
import { Fault, type FaultData, toFaultData } from '../../../../shared/fault'
import { type PanelLetters, panelLetters, writtenLetter } from '../../../../shared/figures/panel-letters'
import { addPanel, emptyPage, fitsOnPage, pageRoom, setPage, useFigurePage } from '../../../state/figure-page'
import { useFigurePresets } from '../../../state/figure-presets'
import { savedPanels } from '../../../state/open-figure'
import { Button } from '../../../ui/button'
import { FaultCard } from '../../../ui/fault-card'
import { FileButton } from '../../../ui/file-button'
import { Menu } from '../../../ui/menu'
import { Segmented } from '../../../ui/segmented'
import { Setting } from '../../../ui/setting'
import { Toggle } from '../../../ui/toggle'
import type { ViewFigure } from '../../../ui/view'
import { viewFigures } from './figures'
import { PagePanels } from './page-panels'
import { WaitingPanel } from './waiting-panel'

const mostColumnsOffered = 4

/** The panels of the page, what can be added, and how they stand. */
export function PageContents() {
  const page = useFigurePage()
  const chosen = useFigurePresets((presets) => presets.chosen)
  const letters = page.letters ?? chosen.letters
  const { panels, columns, oneScale, oneLegend } = page
  const [waiting, setWaiting] = useState<readonly ViewFigure[]>([])
  const [fault, setFault] = useState<FaultData | null>(null)
  const stopWaiting = (figure: ViewFigure) => setWaiting((before) => before.filter((one) => one !== figure))

  const addSaved = async (file: File) => {
    setFault(null)
    try {
      for (const panel of await savedPanels(file)) {
        if (!fitsOnPage(panel, useFigurePage.getState()))
          throw Fault.input('The page has no room for it', { remedy: pageRoom })
        addPanel(panel)
      }
    } catch (error) {
      setFault(toFaultData(error))
    }
  }

  return (
    <>
      <Setting label="Panels">
        {panels.length + waiting.length === 0 && (
          <p className="export-note">
            None yet. Add what a view shows now, or a figure that was saved; “Add to the page” beside any figure puts it
            here too.
          </p>
        )}
        <PagePanels letters={letters} />
        {waiting.map((figure) => (
          <WaitingPanel key={figure.kind} figure={figure} onDone={() => stopWaiting(figure)} />
        ))}
        <div className="export-toggles">
          <Menu
            trigger={
              <Button icon={<Plus size={14} />}>
                Add a figure
                <ChevronDown size={14} />
              </Button>
            }
            items={viewFigures.map((figure) => ({
              label: figure.title,
              onSelect: () => setWaiting((before) => [...before.filter((one) => one !== figure), figure]),
            }))}
          />
          <FileButton
            label="A saved figure for the page"
            accept=".svg,.pdf,.eps,.png,.webp,.json"
            icon={<FilePlus2 size={14} />}
            onFile={(file) => void addSaved(file)}
          >
            Add a saved figure
          </FileButton>
          {panels.length > 0 && (
            <Button variant="quiet" onClick={emptyPage}>
              Empty the page
            </Button>
          )}
        </div>
        {fault && <FaultCard fault={fault} title="The figure was not added" />}
      </Setting>
      {panels.length > 0 && (
        <>
          {panels.length > 1 && (
            <Setting label="Beside each other, at most">
              <Segmented
                label="Beside each other, at most"
                value={String(columns)}
                onChange={(value) => setPage({ columns: Number(value) })}
                options={Array.from({ length: Math.min(mostColumnsOffered, panels.length) }, (_, index) => ({
                  value: String(index + 1),
                  label: String(index + 1),
                }))}
              />
            </Setting>
          )}
          <Setting label="Letters">
            <Segmented
              label="Letters"
              value={letters}
              onChange={(next) => setPage({ letters: next })}
              options={panelLetters.options.map((value) => ({
                value,
                label: writtenLetter(0, value) || 'None',
                hint: letterHints[value],
              }))}
            />
          </Setting>
          <Setting label="In common">
            <div className="export-toggles">
              <Toggle
                label="One scale"
                hint="Colours that count the same mean the same in all panels: the scale ends with the largest of all"
                pressed={oneScale}
                onChange={(next) => setPage({ oneScale: next })}
              />
              <Toggle
                label="One legend"
                hint="A scale or legend that panels have in common stands in the first of them alone"
                pressed={oneLegend}
                onChange={(next) => setPage({ oneLegend: next })}
              />
            </div>
          </Setting>
        </>
      )}
    </>
  )
}

const letterHints: Readonly<Record<PanelLetters, string>> = {
  parentheses: 'As LaTeX’s subcaption has them',
  bold: 'As Nature asks for',
  capitals: 'As posters and some journals have them',
  none: 'For letters that are set by the paper itself',
}
