import { Fault } from '../../shared/fault'
import { placeInJson } from '../../shared/json-text'
import { sniff, sniffedBytes } from './sniff'

export type JsonObject = Readonly<Record<string, unknown>>

export interface JsonSource {
  readonly file: string
  /** What is read, as a sentence begins: `The config`. */
  readonly subject: string
  readonly remedy: string
}

/**
 * An object written as JSON in UTF-8, with or without a byte order mark, and its text. Throws an `input` fault for anything
 * else, with line and column where V8 tells them.
 */
export function parseJsonObject(bytes: Uint8Array, source: JsonSource): { value: JsonObject; text: string } {
  const text = decodeUtf8(bytes, source)
  const value = parseJson(text, bytes, source)
  if (!isJsonObject(value)) throw jsonFault('is JSON, and not an object', source)
  return { value, text }
}

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function decodeUtf8(bytes: Uint8Array, source: JsonSource): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (error) {
    throw sniffedFault(bytes, source) ?? jsonFault('is not text in UTF-8', source, { cause: error })
  }
}

function parseJson(text: string, bytes: Uint8Array, source: JsonSource): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw sniffedFault(bytes, source) ?? jsonFault('is not JSON', source, { cause: error, place: placeInJson(error) })
  }
}

function sniffedFault(bytes: Uint8Array, source: JsonSource): Fault | null {
  const sniffed = sniff(bytes.subarray(0, sniffedBytes))
  return sniffed && Fault.input(`The file is ${sniffed.what}`, { file: source.file, remedy: sniffed.remedy })
}

function jsonFault(is: string, source: JsonSource, why: { cause?: unknown; place?: string | undefined } = {}): Fault {
  const { file, subject, remedy } = source
  const at = why.place === undefined ? {} : { place: why.place }
  const details = why.cause instanceof Error ? { details: why.cause.message } : {}
  return new Fault(
    { kind: 'input', message: `${subject} ${is}`, file, remedy, ...at, ...details },
    { cause: why.cause },
  )
}
