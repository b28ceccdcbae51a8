import { expect, test } from './electron'

test('the window shows the workbench', async ({ page }) => {
  await expect(page).toHaveTitle(/Tokentrace/)
  await expect(page.getByRole('button', { name: 'Open a model' }).first()).toBeVisible()
})

test('the page has the bridge and nothing else of Electron or Node', async ({ page }) => {
  const found = await page.evaluate(() => ({
    strangers: ['require', 'module', 'process', 'Buffer', 'electron', 'ipcRenderer', 'receive', 'sendToMain'].filter(
      (name) => name in window,
    ),
    bridge: Object.entries((window as unknown as { tokentrace: object }).tokentrace).map(
      ([name, value]) => `${name}: ${typeof value}`,
    ),
    made: (window as unknown as { tokentrace: { pathForFile(file: object): string } }).tokentrace.pathForFile(
      new File([], 'made by a script'),
    ),
  }))
  expect(found).toEqual({ strangers: [], bridge: ['pathForFile: function'], made: '' })
})

test('the page cannot put another bridge in its place', async ({ page }) => {
  const kept = await page.evaluate(() => {
    const host = window as unknown as { tokentrace: unknown }
    const before = host.tokentrace
    try {
      host.tokentrace = {}
    } catch {
      // Refusing aloud is as good.
    }
    return host.tokentrace === before
  })
  expect(kept).toBe(true)
})

test('the window goes nowhere else', async ({ page, desktop }) => {
  await page.evaluate(() => Object.assign(window, { marker: 'still here' }))
  for (const address of ['https://example.org/', 'http://127.0.0.1:9/', 'file:///etc/passwd', 'data:text/html,hi']) {
    await page.evaluate((address) => {
      const link = document.createElement('a')
      link.href = address
      document.body.append(link)
      link.click()
      link.remove()
    }, address)
    await page.evaluate((address) => {
      location.href = address
    }, address)
  }
  await new Promise((resolve) => setTimeout(resolve, 500))
  expect(await page.evaluate(() => (window as unknown as { marker?: string }).marker)).toBe('still here')
  expect(desktop.windows()).toHaveLength(1)
})

test('the window opens no other, and hands only known https links to the browser', async ({ page, desktop }) => {
  await desktop.evaluate(({ shell }) => {
    const opened: string[] = []
    Object.assign(globalThis, { opened })
    shell.openExternal = async (url) => void opened.push(url)
  })
  const opened = await page.evaluate(() => {
    const addresses = ['https://arxiv.org/abs/2203.14680', 'https://example.org/', 'about:blank', location.href]
    for (const address of addresses) {
      const link = document.createElement('a')
      link.href = address
      link.target = '_blank'
      document.body.append(link)
      link.click()
      link.remove()
    }
    return addresses.map((address) => window.open(address) !== null)
  })
  expect(opened).toEqual([false, false, false, false])
  await expect
    .poll(() => desktop.evaluate(() => (globalThis as unknown as { opened: string[] }).opened))
    .toEqual(Array(2).fill('https://arxiv.org/abs/2203.14680'))
  expect(desktop.windows()).toHaveLength(1)
})

test('the page is granted no permission', async ({ page }) => {
  const answers = await page.evaluate(async () => {
    const states = await Promise.all(
      (['geolocation', 'notifications', 'camera', 'microphone', 'midi'] as PermissionName[]).map(
        async (name) => (await navigator.permissions.query({ name })).state,
      ),
    )
    const located = await new Promise((resolve) =>
      navigator.geolocation.getCurrentPosition(
        () => resolve('located'),
        ({ code }) => resolve(code),
      ),
    )
    const heard = await navigator.mediaDevices.getUserMedia({ audio: true }).then(
      () => 'heard',
      (error) => error.name,
    )
    return { states, located, heard, notifications: Notification.permission }
  })
  expect(answers.states).toEqual(Array(5).fill('denied'))
  expect(answers.notifications).toBe('denied')
  expect(answers.located).toBe(1)
  // No microphone, where the machine has none.
  expect(['NotAllowedError', 'NotFoundError']).toContain(answers.heard)
})

test('the policy lets no script run that is not a file of ours, and nothing be fetched from elsewhere', async ({
  page,
}) => {
  const outcome = await page.evaluate(async () => {
    const violated: string[] = []
    document.addEventListener('securitypolicyviolation', (event) => violated.push(event.effectiveDirective))
    const inline = document.createElement('script')
    inline.textContent = 'window.ranInline = true'
    document.body.append(inline)
    const remote = document.createElement('script')
    remote.src = 'https://example.org/x.js'
    document.body.append(remote)
    const frame = document.createElement('iframe')
    frame.src = 'https://example.org/'
    document.body.append(frame)
    const image = new Image()
    image.src = 'https://example.org/x.png'
    const fetched = await fetch('https://example.org/').then(
      () => 'fetched',
      () => 'refused',
    )
    // Not at once: what a test evaluates may itself evaluate, until it first waits for the page.
    const evaluated = await new Promise((resolve) =>
      setTimeout(() => {
        try {
          resolve(new Function('return "evaluated"')())
        } catch {
          resolve('refused')
        }
      }),
    )
    const socket = await new Promise((resolve) => {
      try {
        const made = new WebSocket('wss://example.org/')
        made.onerror = () => resolve('refused')
        made.onopen = () => resolve('open')
      } catch {
        resolve('refused')
      }
    })
    await new Promise((resolve) => setTimeout(resolve, 200))
    return { violated: [...new Set(violated)].sort(), fetched, evaluated, socket, inline: 'ranInline' in window }
  })
  expect(outcome).toEqual({
    violated: ['connect-src', 'frame-src', 'img-src', 'script-src', 'script-src-elem'],
    fetched: 'refused',
    evaluated: 'refused',
    socket: 'refused',
    inline: false,
  })
})

test('a file that is not a part of the window does not exist', async ({ page }) => {
  const statuses = await page.evaluate(() =>
    Promise.all(
      ['/package.json', '/..%2f..%2fpackage.json', '/%2e%2e/%2e%2e/package.json', '//etc/passwd', '/index.html'].map(
        async (path) => (await fetch(location.origin + path)).status,
      ),
    ),
  )
  expect(statuses).toEqual([404, 404, 404, 404, 200])
})
