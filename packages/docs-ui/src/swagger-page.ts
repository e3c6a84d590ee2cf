import { html, type Html } from './html.js'
import { navigation, type Navigation } from './navigation.js'

/** Where the parts of the Swagger UI page are, as the page refers to them. */
export interface SwaggerPageUrls {
  readonly icon: string
  readonly style: string
  readonly init: string
  /** The folder of `swagger-ui.css` and `swagger-ui-bundle.js`. */
  readonly assets: string
  readonly openapi: string
  readonly oauth2Redirect: string
  /** Whether the document names the one server that everybody expects. */
  readonly hidesServer: boolean
}

/** The page that Swagger UI fills. */
export function swaggerPage(title: string, urls: SwaggerPageUrls, links: Navigation): Html {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        <link rel="icon" href="${urls.icon}" />
        <link rel="stylesheet" href="${urls.assets}/swagger-ui.css" />
        <link rel="stylesheet" href="${urls.style}" />
      </head>
      <body>
        ${navigation(links)}
        <noscript
          ><p>
            Swagger UI is a program: without JavaScript, read <a href="${urls.openapi}">the document</a> itself.
          </p></noscript
        >
        <div id="swagger-ui" ${urls.hidesServer && html` class="own-server"`}></div>
        <script src="${urls.assets}/swagger-ui-bundle.js"></script>
        <script src="${urls.init}"></script>
      </body>
    </html> `
}

/** What is told to Swagger UI; its configuration reference names the members. */
export type SwaggerUiOptions = Readonly<Record<string, unknown>>

/**
 * The program that starts Swagger UI. It is a file of its own, so that the page needs no inline script. Defaults and
 * options are joined there: what is `undefined` does not get into JSON, and leaves the default.
 */
export function swaggerInit(
  urls: SwaggerPageUrls,
  options: SwaggerUiOptions = {},
  oauth: SwaggerUiOptions = {},
): string {
  const defaults = {
    dom_id: '#swagger-ui',
    deepLinking: true,
    displayRequestDuration: true,
    showExtensions: true,
    showCommonExtensions: true,
    persistAuthorization: false,
    validatorUrl: null,
  }
  return `'use strict'
const here = document.location.href
const ui = SwaggerUIBundle({
  ...${JSON.stringify(defaults)},
  ...${JSON.stringify(options)},
  url: new URL(${JSON.stringify(urls.openapi)}, here).href,
  oauth2RedirectUrl: new URL(${JSON.stringify(urls.oauth2Redirect)}, here).href,
})
ui.initOAuth({ clientId: '', ...${JSON.stringify(oauth)} })
`
}

/** Where an authorization server sends the user back to. The script hands what came along to the page that waits. */
export function oauth2RedirectPage(assets: string): Html {
  return html`<!doctype html>
    <html lang="en">
      <title>Back to the documentation</title>
      <script src="${assets}/oauth2-redirect.js"></script>
    </html> `
}
