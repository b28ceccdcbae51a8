import { basename } from 'node:path'
import * as z from 'zod'
import { prompt as promptSchema } from '../../shared/contract/prompt'
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
  const told = promptsOf(origin, `${title} ${described}`)
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

/** What was read, where the figure's own words leave it out; of a page, of all its panels. */
function promptsOf({ prompt, spec }: Provenance, said: string): string | null {
  const panels = panelPrompts.safeParse(spec).data?.panels.map((panel) => panel.prompt) ?? []
  const texts = new Set<string>()
  for (const one of [prompt, ...panels]) {
    if (one === null) continue
    if ('file' in one)
      texts.add(`${/\.(wav|safetensors)$/i.test(one.file) ? 'Sound' : 'Image'}: ${basename(one.file)}.`)
    else if (!('text' in one)) texts.add(`Token ids ${one.ids.join(', ')}.`)
    else if (!said.includes(one.text)) texts.add(`Prompt: \u201c${one.text}\u201d.`)
  }
  return texts.size === 0 ? null : [...texts].join(' ')
}

const panelPrompts = z.object({ panels: z.array(z.object({ prompt: promptSchema.nullable() })) })

/** What would be markup is escaped. */
function markdownText(text: string): string {
  return text.replaceAll(/[\\`*_[\]<>#|]/g, '\\$&')
}
