import { existsSync } from 'node:fs'
import { isAbsolute, resolve } from 'node:path'
import { Command, InvalidArgumentError } from 'commander'
import envPaths from 'env-paths'
import { Fault } from '../../../shared/fault'
import { modelArgument } from '../model-argument'

export interface ServerArguments {
  readonly model: string | null
  readonly port: number
  readonly dataFolder: string
  readonly open: boolean
}

/** Reads the command line; commander writes help and complaints itself and ends the process with 0 or 2. */
export function parseArguments(args: readonly string[], version: string): ServerArguments {
  const program = new Command('tokentrace')
    .description('Serves the workbench to a browser on this machine.')
    .argument(
      '[MODEL]',
      'a model folder, or a GGUF or ONNX file, to open at the start, a name in Ollama, or sample for the model that is shipped',
    )
    .option('--port <number>', 'the port to listen on; any free one when left out', portNumber, 0)
    .option('--data <folder>', 'where settings and activations are kept', envPaths('tokentrace', { suffix: '' }).data)
    .option('--no-open', 'print the address and open no browser')
    .version(version)
    .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2))
    .parse(args, { from: 'user' })
  const { port, data, open } = program.opts<{ port: number; data: string; open: boolean }>()
  const model = program.args[0] === undefined ? null : modelArgument(program.args[0], process.cwd())
  if (model !== null && isAbsolute(model) && !existsSync(model)) {
    throw Fault.input('There is no such file or folder', {
      file: model,
      remedy: 'Give the path of a model folder, or of a GGUF or ONNX file.',
    })
  }
  return { model, port, dataFolder: resolve(data), open }
}

function portNumber(text: string): number {
  const port = Number(text)
  if (!Number.isInteger(port) || port < 0 || port > 65535) {
    throw new InvalidArgumentError('A port is a whole number from 0 to 65535.')
  }
  return port
}
