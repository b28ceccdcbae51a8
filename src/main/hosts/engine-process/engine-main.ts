import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { createEngine } from '../../engine'
import { findParent } from './parent'
import { serveEngine } from './serve-engine'

const { values } = parseArgs({ options: { data: { type: 'string' }, version: { type: 'string' } } })
const { data: dataFolder, version } = values
if (dataFolder === undefined || version === undefined) throw new Error('The engine needs --data and --version.')

// Ctrl+C reaches every process of the terminal's group; the host decides when the engine ends, after its writes.
process.on('SIGINT', () => {})

// This entry is built into out/main.
const sampleFolder = join(import.meta.dirname, '../../resources/sample')
await serveEngine(() => createEngine({ dataFolder, version, sampleFolder }), findParent())
