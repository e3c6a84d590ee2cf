import type { Page } from 'playwright-core'

/** Swagger UI as a reader works with it. */
export class SwaggerUi {
  readonly #page: Page

  constructor(page: Page) {
    this.#page = page
  }

  async open(url: string): Promise<void> {
    await this.#page.goto(url)
    await this.#page.waitForSelector('.opblock')
  }

  /** Opens the dialog, ticks these scopes and no others, and logs in. What the dialog says then; it stays open. */
  async authorize(username: string, password: string, scopes: readonly string[]): Promise<string> {
    const page = this.#page
    await this.openDialog()
    await page.fill('#oauth_username', username)
    await page.fill('#oauth_password', password)
    for (const box of await page.locator('.scopes input').all()) {
      const isWanted = scopes.includes((await box.getAttribute('data-value')) ?? '')
      if ((await box.isChecked()) !== isWanted) await box.locator('xpath=..').locator('label .item').click()
    }
    const answered = page.waitForResponse((response) => response.request().method() === 'POST')
    await page.click('.modal-ux .authorize')
    await answered
    await page.waitForSelector('.modal-ux .errors, .modal-ux button[aria-label="Remove authorization"]')
    return page.locator('.modal-ux').innerText()
  }

  async openDialog(): Promise<void> {
    await this.#page.click('.btn.authorize')
    await this.#page.waitForSelector('.modal-ux .scopes')
  }

  async tickedScopes(): Promise<readonly (string | null)[]> {
    const boxes = await this.#page.locator('.scopes input:checked').all()
    return Promise.all(boxes.map((box) => box.getAttribute('data-value')))
  }

  async logout(): Promise<void> {
    await this.#page.click('.btn.authorize')
    await this.#page.click('.modal-ux button[aria-label="Remove authorization"]')
    await this.closeDialog()
  }

  async closeDialog(): Promise<void> {
    await this.#page.click('.modal-ux .close-modal')
  }

  /** Tries an operation out: the status, and the URL it was sent to. */
  async call(path: string): Promise<{ status: number; url: string }> {
    const block = this.#page.locator('.opblock', { has: this.#page.locator(`[data-path="${path}"]`) })
    if (!(await block.evaluate((element) => element.classList.contains('is-open')))) {
      await block.locator('.opblock-summary').click()
      await block.locator('.try-out__btn').click()
    }
    const answered = this.#page.waitForResponse((response) => new URL(response.url()).pathname.endsWith(path))
    await block.locator('.execute').click()
    const response = await answered
    return { status: response.status(), url: response.url() }
  }
}
