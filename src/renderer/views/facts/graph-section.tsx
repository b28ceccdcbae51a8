import { useEffect } from 'react'
import { proofRows, roleTitles } from '../../../shared/graph-words'
import type { GraphStructure } from '../../../shared/onnx-info'
import { count } from '../../state/format'
import { lookIntoGraph, stopLooking, useGraphLook } from '../../state/graph-look'
import { shareOf, stageText } from '../../state/stages'
import { Button } from '../../ui/button'
import { FaultCard } from '../../ui/fault-card'
import { InfoSign } from '../../ui/info-sign'
import { ProgressBar } from '../../ui/progress-bar'
import { CheckRows, Verdict } from './check-rows'
import './graph-section.css'

/** Reasons that stand for many layers are said once. */
const mostMissing = 12

type Found = Extract<GraphStructure, { kind: 'found' }>

/** What was found in an ONNX file's graph, what was not and why, and whether a run bears it out. */
export function GraphSection() {
  const graph = useGraphLook()
  const isUnread = graph !== null && graph.look === null && graph.state === 'idle' && graph.fault === null
  useEffect(() => {
    if (isUnread) void lookIntoGraph(false)
  }, [isUnread])
  if (graph === null) return null
  const found = graph.look?.structure.kind === 'found' ? graph.look.structure : null
  const rows = found?.proofs ? proofRows(found.proofs) : null
  return (
    <section className="check graph" aria-label="Found in the graph">
      <div className="check-head">
        <h2>In the graph</h2>
        {rows && graph.state === 'idle' && <Verdict rows={rows} />}
        <InfoSign about="what was found in the graph" sources={[]}>
          An ONNX file says what is computed, and not which of its values is a head or the residual stream. These are
          found by structure and shapes: a softmax between two products is an attention, and what its output is added to
          is the stream. The check runs a few tokens and compares: what was found is right only if its numbers fit
          together.
        </InfoSign>
      </div>
      {found && <WhatWasFound found={found} />}
      {graph.fault && <FaultCard fault={graph.fault} title="The graph could not be looked into" />}
      {rows && graph.state === 'idle' && <CheckRows rows={rows} />}
      {graph.state === 'reading' || graph.state === 'proving' ? (
        <div className="check-running" role="status">
          <p>{stageText(graph.progress)}</p>
          <ProgressBar label="Looking into the graph" share={shareOf(graph.progress)} />
          <Button onClick={stopLooking}>Stop</Button>
        </div>
      ) : (
        <>
          {graph.state === 'stopped' && <p>It was stopped.</p>}
          <div className="check-actions">
            <Button onClick={() => void lookIntoGraph(true)}>{rows ? 'Check it again' : 'Check it'}</Button>
          </div>
        </>
      )}
    </section>
  )
}

function WhatWasFound({ found }: { found: Found }) {
  const { hooks, hookPoints, roles, missing } = found
  const shown = missing.slice(0, mostMissing)
  return (
    <dl>
      <div>
        <dt>Hook points</dt>
        <dd>
          {hooks.length >= hookPoints ? `all ${count(hookPoints)}` : `${count(hooks.length)} of ${count(hookPoints)}`}
          <small>Values of the graph, and what is computed beside fused nodes.</small>
        </dd>
      </div>
      <div>
        <dt>Inputs</dt>
        <dd>
          <ul className="graph-roles">
            {inputsOf(roles).map(({ names, role }) => (
              <li key={names}>
                <span className="mono">{names}</span> {role}
              </li>
            ))}
          </ul>
        </dd>
      </div>
      {shown.length > 0 && (
        <div>
          <dt>Not found</dt>
          <dd>
            <ul className="graph-missing">
              {shown.map(({ what, reason, near }) => (
                <li key={`${what} ${reason} ${near.join()}`}>
                  <span className="mono">{what}</span>
                  <small>
                    {reason}
                    {near.length > 0 && ` Nearest: ${near.join(', ')}.`}
                  </small>
                </li>
              ))}
            </ul>
            {missing.length > shown.length && <small>and {count(missing.length - shown.length)} more</small>}
          </dd>
        </div>
      )}
    </dl>
  )
}

/** Inputs of one use together: a decoder has two for each layer that an earlier run filled. */
function inputsOf(roles: Found['roles']): { names: string; role: string }[] {
  const byRole = new Map<string, string[]>()
  for (const [name, role] of Object.entries(roles)) {
    const title = roleTitles[role]
    byRole.set(title, [...(byRole.get(title) ?? []), name])
  }
  return [...byRole].map(([role, names]) => ({
    names: names.length > 3 ? `${names[0]} and ${count(names.length - 1)} more` : names.join(', '),
    role,
  }))
}
