export { docsPages, type DocsPagesOptions, type DocsPaths, type DocsSource } from './docs-pages.js'
