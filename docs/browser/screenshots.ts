import { fileURLToPath } from 'node:url'
import { startProgram } from '../test/support/program.js'
import { launch } from './browser.js'
import { SwaggerUi } from './swagger-ui.js'

// Takes the pictures of docs/public anew: npx tsx docs/browser/screenshots.ts

const picture = (name: string): string => fileURLToPath(new URL(`../public/${name}.png`, import.meta.url))

const program = await startProgram('scopes/node.ts')
const browser = await launch()
const page = await browser.newPage({ viewport: { width: 1100, height: 760 } })

const swagger = new SwaggerUi(page)
await swagger.open(`${program.origin}/docs`)
await swagger.openDialog()
await page.fill('#oauth_username', 'johndoe')
await page.fill('#oauth_password', 'secret')
await page.click('.scopes [data-value="me"] + label .item')
await page.locator('.modal-ux .scopes').scrollIntoViewIfNeeded()
await page.screenshot({ path: picture('docs-authorize') })

await page.goto(`${program.origin}/docs/tree`)
await page.screenshot({ path: picture('docs-tree'), fullPage: true })

await browser.close()
await program.stop()
