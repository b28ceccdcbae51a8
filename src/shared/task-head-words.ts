import { someOf } from './some-of'
import type { Squash, TaskHeadInfo } from './task-head'

/** What a task head tells: `classes of each token`. */
export function taskHeadTitle({ at, each }: Pick<TaskHeadInfo, 'at' | 'each'>): string {
  switch (at) {
    case 'classifier':
      return each ? 'classes of each token' : 'classes of the text'
    case 'nsp_head':
      return 'whether the second sentence follows'
    case 'sop_head':
      return 'whether two sentences are in order'
    case 'rtd_head':
      return 'whether a token was replaced'
    case 'qa_head':
      return 'where an answer starts and ends'
  }
}

/** The same with its classes, so many of them: `classes of the text: sad, glad and 3 more`. */
export function taskHeadText(head: TaskHeadInfo, most: number): string {
  return `${taskHeadTitle(head)}: ${someOf(head.classes, most)}`
}

/** How scores become probabilities, in one sentence each. */
export const squashWords: Readonly<Record<Squash, string>> = {
  softmax: 'One of the classes: a softmax over their scores.',
  sigmoid: 'Each class for itself: the sigmoid of its score.',
  positions: 'One token of all for each: a softmax over the tokens’ scores.',
  none: 'The score is the answer: a number, and no probability.',
}
