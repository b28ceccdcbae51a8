import { expect, it } from 'vitest'
import { alikeAround } from './alike-around'

it.each([
  ['abXYcd', ['abcd', 'abZcd'], { before: 2, after: 2 }],
  ['abXYcd', ['abXcd', 'abYcd'], { before: 2, after: 2 }],
  ['aaa', ['aa', 'aaaa'], { before: 2, after: 0 }],
  ['abc', ['abc', 'abc'], { before: 3, after: 0 }],
  ['abc', ['xyz', ''], { before: 0, after: 0 }],
])('what %j has around its middle in common with %j is %j', (list, others, ends) => {
  expect(
    alikeAround(
      [...list],
      others.map((other) => [...other]),
    ),
  ).toEqual(ends)
})
