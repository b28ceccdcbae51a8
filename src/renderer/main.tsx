import './style/base.css'
import { createRoot } from 'react-dom/client'
import { App } from './app/app'
import { ErrorBoundary } from './app/error-boundary'
import { connect } from './client'
import { provideClients } from './state/clients'
import { followPreferences } from './state/preferences'
import { followChecks } from './state/self-check'
import { connectionChanged, lost, start } from './state/start'

followPreferences()
followChecks()
createRoot(document.getElementById('root')!).render(
  <ErrorBoundary>
    <App />
  </ErrorBoundary>,
)
try {
  provideClients(connect(connectionChanged))
  void start()
} catch (error) {
  lost(error)
}
