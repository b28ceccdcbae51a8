import { homedir } from 'node:os'
import { isAbsolute, resolve } from 'node:path'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { Fault } from '../../shared/fault'
import { resolvePath } from './resolve-path'

const home = resolve('/home/ada')

it.each([
  ['an absolute path stays', '/models/gpt2', '/models/gpt2'],
  ['a relative path starts at the home folder', 'models/gpt2', '/home/ada/models/gpt2'],
  ['dots are followed', '/models/./llama/../gpt2', '/models/gpt2'],
  ['a slash at the end falls', '/models/gpt2/', '/models/gpt2'],
  ['the tilde alone is the home folder', '~', '/home/ada'],
  ['the tilde is the home folder', '~/models', '/home/ada/models'],
  ['doubled slashes after the tilde do not lead to the root', '~//models', '/home/ada/models'],
  ['a tilde inside a name is part of it', '~ada/x~y', '/home/ada/~ada/x~y'],
  ['blanks around it fall', '  /models/gpt2 \n', '/models/gpt2'],
  ['double quotes around it fall', '"/my models/gpt2"', '/my models/gpt2'],
  ['single quotes around it fall', " '~/my models' ", '/home/ada/my models'],
  ['an opening quote alone falls', '"/my models', '/my models'],
  ['a quote inside a name is part of it', `/o'neil/"x"`, `/o'neil/"x"`],
  ['a file address is decoded', 'file:///my%20models/gpt%32', '/my models/gpt2'],
  ['a file address with a host of its own name is decoded', 'FILE://localhost/models', '/models'],
  ['variables are not expanded', '/models/$HOME/%USERPROFILE%', '/models/$HOME/%USERPROFILE%'],
  ['a drive letter is left alone', 'C:\\models\\gpt2', 'C:\\models\\gpt2'],
  ['a share is left alone', '\\\\box\\models\\gpt2', '\\\\box\\models\\gpt2'],
])('%s', (_, typed, path) => {
  expect(resolvePath(typed, home)).toBe(process.platform === 'win32' ? resolve(path) : path)
})

it('the home folder is the person’s own where none is given', () => {
  expect(resolvePath('~')).toBe(homedir())
})

it.each(['', '   ', '""', '"'])('nothing typed (%j) is a fault that asks for a path', (typed) => {
  expect(() => resolvePath(typed, home)).toThrow('No path was given')
})

it.each(['file://elsewhere/models', 'file:///a%2Fb', 'file:///%zz', '/mod\0els'])(
  '%j is a fault that names it',
  (typed) => {
    expect(() => resolvePath(typed, home)).toThrow('This is no path on this machine')
  },
)

it('anything typed is an absolute path or an input fault', () => {
  const typed = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: fc.constantFrom('~', '/', '\\', '.', '"', "'", 'f', 'file://', '%', 'C:', ' ', '\0') }),
  )
  fc.assert(
    fc.property(typed, (text) => {
      try {
        const path = resolvePath(text, home)
        expect(isAbsolute(path) || /^([a-z]:\\|\\\\)/i.test(path)).toBe(true)
      } catch (error) {
        expect(error).toBeInstanceOf(Fault)
        expect((error as Fault).data.kind).toBe('input')
      }
    }),
    // Backslashes that begin no share were found by chance once.
    { examples: [['\\\\'], ['\\\\.'], ['\\\\//']] },
  )
})
