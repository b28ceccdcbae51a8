import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, posix, win32 } from 'node:path'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { nameFlaw } from './plain-name'

it.each(['config.json', 'model-00001-of-00002.safetensors', '.gitattributes', 'naïve 模型', 'console', 'com', 'a..b'])(
  '%j is a plain name',
  (name) => {
    expect(nameFlaw(name)).toBeNull()
  },
)

it.each([
  ['', 'it is empty'],
  ['.', 'it names another folder'],
  ['..', 'it names another folder'],
  ['../config.json', 'it leads into another folder'],
  ['onnx/model.json', 'it leads into another folder'],
  ['..\\config.json', 'it leads into another folder'],
  ['/etc/passwd', 'it leads into another folder'],
  ['C:config.json', 'it holds :'],
  ['config.json::$DATA', 'it holds :'],
  ['con\0fig', 'it holds a control character'],
  ['line\nbreak', 'it holds a control character'],
  ['what?', 'it holds ?'],
  ['config.json.', 'it ends with a dot or a blank'],
  ['config.json ', 'it ends with a dot or a blank'],
  ['half\ud800', 'it is not valid Unicode'],
  ['NUL', 'Windows keeps it for a device'],
  ['con.json', 'Windows keeps it for a device'],
  ['com1.tar.gz', 'Windows keeps it for a device'],
  ['LPT¹', 'Windows keeps it for a device'],
  ['x'.repeat(256), 'it is longer than 255 bytes'],
  ['模'.repeat(86), 'it is longer than 255 bytes'],
])('%j is refused: %s', (name, flaw) => {
  expect(nameFlaw(name)).toBe(flaw)
})

it('whatever is accepted names one file in the folder it is written to', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tokentrace-name-'))
  const unit = fc.constantFrom('.', '/', '\\', ':', '\0', 'a', 'ü', ' ', 'con', '~', '$', '-', '\u202e')
  const name = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit }))
  try {
    fc.assert(
      fc.property(name, (text) => {
        if (nameFlaw(text) !== null) return
        expect(posix.join('/dropped', text)).toBe(`/dropped/${text}`)
        expect(win32.join('C:\\dropped', text)).toBe(`C:\\dropped\\${text}`)
        writeFileSync(join(folder, text), '')
        expect(readdirSync(folder)).toEqual([text])
        rmSync(join(folder, text))
      }),
    )
  } finally {
    rmSync(folder, { recursive: true })
  }
})
