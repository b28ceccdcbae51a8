import { expect, startServer, test } from './serve'

test('the page opens under its policy, hides the token and survives a reload', async ({ page, address }) => {
  const answer = await page.goto(address)
  expect(answer?.headers()['content-security-policy']).toContain("script-src 'self'")
  await expect(page).not.toHaveURL(/token/)
  await page.reload()
  await expect(page.locator('#root')).not.toBeEmpty()
})

test('a page from elsewhere cannot speak to the engine, even with the token', async ({ page, address, browser }) => {
  const token = new URL(address).hash.slice('#token='.length)
  const { host } = new URL(address)
  const stranger = await browser.newPage()
  await stranger.goto('data:text/html,<title>stranger</title>')
  const outcome = await stranger.evaluate(
    ([host, token]) =>
      new Promise((resolve) => {
        const socket = new WebSocket(`ws://${host}/engine`, ['tokentrace', `token.${token}`])
        socket.onopen = () => resolve('open')
        socket.onclose = () => resolve('closed')
      }),
    [host, token] as const,
  )
  expect(outcome).toBe('closed')
  await stranger.close()
  await page.goto(address)
})

test('SIGTERM ends the server and its engine in order', async ({ dataFolder }) => {
  const served = await startServer(dataFolder)
  await served.stop()
  expect(served.process.exitCode).toBe(0)
})
