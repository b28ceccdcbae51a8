import type { Pdf } from './pdf-shapes'

interface Reference {
  data: Record<string, unknown>
  write(chunk: string): void
  end(chunk?: string): void
}

/** What pdfkit writes to: its page, or a form that stands in for it. */
interface Target {
  resources: Reference
  write(chunk: string): void
  xobjects: Record<string, unknown>
}

/**
 * Draws into a transparency group, which is then laid on the page as a whole: within it, shapes cover each other as if they
 * were opaque, which is what SVG's group opacity means. pdfkit has no call for it; its page is swapped for a form meanwhile.
 */
export function inGroup(pdf: Pdf, opacity: number, draw: () => void): void {
  const inner = pdf as unknown as { page: Target; ref(data: object): Reference; groups?: number }
  const page = inner.page
  const resources = inner.ref({ ProcSet: ['PDF', 'Text'] })
  const form = inner.ref({
    Type: 'XObject',
    Subtype: 'Form',
    // In user space; whatever lies outside of the page is not drawn anyway.
    BBox: [-16000, -16000, 16000, 16000],
    Group: { Type: 'Group', S: 'Transparency', CS: 'DeviceRGB', I: true },
    Resources: resources,
  })
  const target = Object.create(page, {
    resources: { value: resources },
    write: { value: (chunk: string) => form.write(`${chunk}\n`) },
  }) as Target
  inner.page = target
  try {
    draw()
  } finally {
    inner.page = page
  }
  resources.end()
  form.end()
  inner.groups = (inner.groups ?? 0) + 1
  const name = `G${inner.groups}`
  page.xobjects[name] = form
  pdf.save()
  pdf.fillOpacity(opacity)
  pdf.addContent(`/${name} Do`)
  pdf.restore()
}
