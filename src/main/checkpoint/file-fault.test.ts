import { expect, it } from 'vitest'
import { Fault } from '../../shared/fault'
import { fileFault } from './file-fault'

const failed = (code: string) => Object.assign(new Error(`${code}: failed`), { code })

it.each([
  ['ENOENT', 'input', '/m: There is no such file or folder. Check the path.'],
  ['ENOTDIR', 'input', '/m: A part of this path is a file and not a folder. Check the path.'],
  ['ELOOP', 'input', '/m: The links of this path lead in a circle. Check the path.'],
  ['ENAMETOOLONG', 'input', '/m: The path is too long. Check the path.'],
  ['ERR_INVALID_ARG_VALUE', 'input', '/m: This is no path on this machine. Check the path.'],
  ['EISDIR', 'input', '/m: This is a folder where a file is expected. Put the model’s own file in its place.'],
  ['EACCES', 'environment', '/m: There is no permission to read it. Allow reading it, or copy the model elsewhere.'],
  ['EPERM', 'environment', '/m: There is no permission to read it. Allow reading it, or copy the model elsewhere.'],
  ['EMFILE', 'environment', '/m: Too many files are open. Close other programs, and try again.'],
  ['EIO', 'environment', '/m: It could not be read: EIO: failed. Check the disk, and try again.'],
])('%s is an %s fault that says what to do', (code, kind, line) => {
  const fault = fileFault(failed(code), '/m')
  expect(fault.message).toBe(line)
  expect(fault.data).toMatchObject({ kind, details: `${code}: failed` })
})

it('a fault stays as it is', () => {
  const fault = Fault.input('It is wrong')
  expect(fileFault(fault, '/m')).toBe(fault)
})
