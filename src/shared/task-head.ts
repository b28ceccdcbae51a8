import * as z from 'zod'

/**
 * Task heads score something else than words: classes of a text or of its tokens (`classifier`), whether a sentence follows on
 * another (`nsp_head`, Devlin et al. 2018), whether two stand in their order (`sop_head`, Lan et al. 2019), which tokens were
 * replaced (`rtd_head`, Clark et al. 2020), and where an answer starts and ends (`qa_head`).
 */
export const taskHeadName = z.enum(['classifier', 'nsp_head', 'sop_head', 'rtd_head', 'qa_head'])
export type TaskHeadName = z.infer<typeof taskHeadName>

/**
 * What its scores s mean. `softmax`: one class of several. `sigmoid`: each class for itself. `positions`: one token of all, so that
 * the softmax is over tokens. `none`: numbers as they are, of a regression.
 */
export const squash = z.enum(['softmax', 'sigmoid', 'positions', 'none'])
export type Squash = z.infer<typeof squash>

export const taskHeadInfo = z.object({
  at: taskHeadName,
  classes: z.array(z.string()).min(1),
  /** Whether each token has scores of its own, and not the text as a whole. */
  each: z.boolean(),
  squash: squash,
})
export type TaskHeadInfo = z.infer<typeof taskHeadInfo>

/** The hook point of BERT's pooler, as in HookedEncoder. */
export const poolerHook = 'pooler.hook_pooler_out'

/** The hook points of a head: around the activation of its own dense layer, where it has one, and its scores. */
export function taskHeadHooks(at: TaskHeadName) {
  return { pre: `${at}.hook_pre`, post: `${at}.hook_post`, out: `${at}.hook_${at.replace('_head', '')}_out` }
}
