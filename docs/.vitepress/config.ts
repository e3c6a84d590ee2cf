import { defineConfig } from 'vitepress'
import { linksToSources } from './links-to-sources.js'
import { writeLlmsTxt } from './llms-txt.js'
import { sidebar } from './sidebar.js'
import { quotedPrograms } from './quoted-programs.js'
import { quotedSections } from './quoted-sections.js'

// oxlint-disable-next-line import/no-default-export -- VitePress reads its configuration there
export default defineConfig({
  title: 'scopetree',
  description: "FastAPI's security system for TypeScript, on any framework and any runtime.",
  lang: 'en',
  cleanUrls: true,
  head: [['link', { rel: 'icon', type: 'image/svg+xml', href: '/icon.svg' }]],
  // The reader's own program.
  ignoreDeadLinks: [/^http:\/\/localhost:8000\//],
  srcExclude: ['examples/**', 'test/**', 'browser/**', 'node_modules/**'],
  markdown: {
    theme: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' },
    config(md) {
      md.use(quotedSections).use(quotedPrograms).use(linksToSources)
    },
  },
  themeConfig: {
    nav: [
      { text: 'Start', link: '/start/', activeMatch: '^/start/' },
      { text: 'Concepts', link: '/concepts/dependencies', activeMatch: '^/concepts/' },
      { text: 'Recipes', link: '/recipes/', activeMatch: '^/(recipes|guide)/' },
      { text: 'Migrate', link: '/migrate/', activeMatch: '^/migrate/' },
      { text: 'Errors', link: '/errors' },
      { text: 'Reference', link: '/reference/', activeMatch: '^/reference/' },
      {
        text: 'Look up',
        items: [
          { text: 'Comparison', link: '/comparison' },
          { text: 'Responsibilities', link: '/responsibilities' },
          { text: 'Compatibility', link: '/guide/compatibility' },
          { text: 'Benchmarks', link: '/benchmarks/' },
        ],
        activeMatch: '^/(responsibilities|guide/compatibility|comparison|benchmarks|internals)',
      },
    ],
    sidebar,
    outline: [2, 3],
    search: { provider: 'local' },
  },
  buildEnd: writeLlmsTxt,
})
