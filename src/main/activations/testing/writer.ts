// Run by tests in a process of its own: stores run after run, from `first` on, and prints each index once it is stored.
import { writeSync } from 'node:fs'
import { openActivationStore } from '../index'
import { runOf } from './run-of'

const [folder = '', first = '0', count = 'Infinity'] = process.argv.slice(2)
const store = openActivationStore({ folder, limitBytes: 4e9 })
writeSync(1, 'open\n')
for (let index = Number(first); index < Number(first) + Number(count); index++) {
  const { key, tensors } = runOf(index)
  if (store.put(key, tensors).stored) writeSync(1, `${index}\n`)
}
store.close()
