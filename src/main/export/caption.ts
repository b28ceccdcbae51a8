import { latexText } from './latex-text'
import type { Provenance } from './provenance'
import { childText, parseSvg } from './svg-tree'

/** How many digits of a fingerprint a paper prints: enough to tell models apart. */
const shownDigits = 12

/**
 * What a paper would say under a figure, in LaTeX and Markdown: what it shows in its own words (its title and description, which name
 * model, token, projection, variance kept and scales), the prompt where these leave it out, and what it was made from.
 */
export function captionOf(svg: string, origin: Provenance): { latex: string; markdown: string } {
  const root = parseSvg(svg)
  const title = sentence(childText(root, 'title') ?? 'Figure')
  const described = childText(root, 'desc') ?? ''
  const told = promptOf(origin, title)
  const { name, fingerprint } = origin.model
  const device =
    origin.device === null ? '' : `, computed on ${{ cpu: 'the CPU', cuda: 'CUDA', webgpu: 'WebGPU' }[origin.device]}`
  const made = `Model: ${name} (fingerprint ${fingerprint.slice(0, shownDigits)})${device}; drawn with Tokentrace ${origin.version}.`
  const rest = [described, ...(told === null ? [] : [told]), made].filter((text) => text !== '').join(' ')
  const label = name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')
  const kind = String(origin.spec?.kind ?? 'figure')
  return {
    latex: `\\caption{\\textbf{${latexText(title)}} ${latexText(rest)}}\n\\label{fig:${label}-${kind}}\n`,
    markdown: `**${markdownText(title)}** ${markdownText(rest)}\n`,
  }
}

function sentence(text: string): string {
  return /[.?!]$/.test(text) ? text : `${text}.`
}

function promptOf({ prompt }: Provenance, title: string): string | null {
  if (prompt === null || !('text' in prompt)) return prompt && `Token ids ${prompt.ids.join(', ')}.`
  return title.includes(prompt.text) ? null : `Prompt: \u201c${prompt.text}\u201d.`
}

/** What would be markup is escaped. */
function markdownText(text: string): string {
  return text.replaceAll(/[\\`*_[\]<>#|]/g, '\\$&')
}
