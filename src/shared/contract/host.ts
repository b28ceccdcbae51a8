import { eventIterator, oc } from '@orpc/contract'
import * as z from 'zod'
import { faultData } from '../fault'

const base = oc.errors({ FAULT: { status: 422, data: faultData } })

/** What a host tells the window without being asked. */
export const hostEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('open-model'), path: z.string() }),
  z.object({
    type: z.literal('command'),
    command: z.enum(['open', 'open-file', 'export', 'run', 'keys', 'toggle-theme']),
  }),
  /** The engine died and a new one stands ready; the calls that were pending have failed with a `lost` fault. */
  z.object({ type: z.literal('engine-restarted'), reason: z.string() }),
])

/** The host's API: what a window may ask of the process that shows it. It answers even while the engine is busy. */
export const hostContract = {
  info: base.output(
    z.object({
      kind: z.enum(['desktop', 'server']),
      version: z.string(),
      /** A model named on the command line. */
      openAtStart: z.string().nullable(),
      /** Whether native dialogs can choose a folder or a file; otherwise the window asks for a path itself. */
      canChoose: z.boolean(),
      platform: z.string(),
    }),
  ),
  events: base.output(eventIterator(hostEvent)),
  /** A native dialog; null when it was closed without a choice. */
  chooseFolder: base.input(z.object({ title: z.string() })).output(z.string().nullable()),
  /** The same for a model that is one file: no dialog of Linux or Windows chooses either. */
  chooseModelFile: base.input(z.object({ title: z.string() })).output(z.string().nullable()),
  /**
   * Makes sure that a cancelled call no longer holds the engine: native code cannot be stopped from outside, so an engine
   * that does not answer within a moment is ended and started again. Answers whether it was.
   */
  interrupt: base.output(z.object({ restarted: z.boolean() })),
}

export type HostEvent = z.infer<typeof hostEvent>
