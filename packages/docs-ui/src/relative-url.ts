/**
 * How one path of a site refers to another, so that both can be moved behind a prefix together: `/docs` refers to
 * `/docs/init.js` as `docs/init.js`.
 */
export function relativeUrl(from: string, to: string): string {
  const folders = from.split('/').slice(0, -1)
  const target = to.split('/')
  const shared = folders.findIndex((folder, index) => folder !== target[index] || index === target.length - 1)
  const common = shared === -1 ? folders.length : shared
  const up = folders.slice(common).map(() => '..')
  const path = [...up, ...target.slice(common)].join('/')
  return path === '' ? '.' : path
}
