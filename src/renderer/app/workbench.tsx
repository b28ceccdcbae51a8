import {
  DockviewReact,
  type IDockviewHeaderActionsProps,
  type IDockviewPanelHeaderProps,
  type IDockviewPanelProps,
} from 'dockview-react'
import 'dockview-react/dist/styles/dockview.css'
import { useEffect, useState } from 'react'
import { ExportButton } from '../ui/export-button'
import { PanelVisible } from '../ui/panel-visible'
import { ErrorBoundary } from './error-boundary'
import { cameToFront, layOut, views } from './layout'
import './workbench.css'

function useVisible(api: IDockviewPanelProps['api']): boolean {
  const [visible, setVisible] = useState(api.isVisible)
  useEffect(() => {
    setVisible(api.isVisible)
    // A panel is made when it first comes to the front: there is no event of that.
    if (api.isVisible) cameToFront(api.id)
    const watching = api.onDidVisibilityChange((event) => {
      setVisible(event.isVisible)
      if (event.isVisible) cameToFront(api.id)
    })
    return () => watching.dispose()
  }, [api])
  return visible
}

const components = Object.fromEntries(
  views.map((view) => [
    view.id,
    ({ api }: IDockviewPanelProps) => (
      <PanelVisible value={useVisible(api)}>
        <div
          className="panel"
          onPointerDownCapture={() => cameToFront(view.id)}
          onFocusCapture={() => cameToFront(view.id)}
        >
          <ErrorBoundary name={view.title}>
            {view.bar && (
              <div className="panel-bar" role="toolbar" aria-label={`${view.title} choices`}>
                <view.bar />
              </div>
            )}
            <div className="panel-view">
              <view.component />
            </div>
          </ErrorBoundary>
        </div>
      </PanelVisible>
    ),
  ]),
)

/** Panels are moved by their tabs and never closed: what is not wanted is made small, and nothing has to be found again. */
function PanelTab({ api }: IDockviewPanelHeaderProps) {
  return <span className="panel-tab">{api.title}</span>
}

/** The tools of the view that is in front. */
function PanelTools({ activePanel }: IDockviewHeaderActionsProps) {
  const view = views.find((candidate) => candidate.id === activePanel?.id)
  const figure = view?.figures?.[0]
  if (!view || (!view.tools && !figure)) return null
  return (
    <ErrorBoundary name={view.title}>
      <div className="panel-tools" role="toolbar" aria-label={`${view.title} tools`}>
        {view.tools && <view.tools />}
        <ExportButton view={view} />
      </div>
    </ErrorBoundary>
  )
}

const theme = { name: 'tokentrace', className: 'dock', dndTabIndicator: 'line' } as const

export function Workbench() {
  return (
    <DockviewReact
      components={components}
      defaultTabComponent={PanelTab}
      rightHeaderActionsComponent={PanelTools}
      theme={theme}
      disableFloatingGroups
      scrollbars="native"
      onReady={({ api }) => layOut(api)}
    />
  )
}
