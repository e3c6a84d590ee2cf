/**
 * The runnable programs among the files of docs/examples, by name: `scopes/node.ts` is `scopes-node`, and a folder's
 * `main.ts` is called as the folder. Deeper files, files elsewhere and those that start no server are parts of a program.
 */
export function examples(files: readonly string[], read: (file: string) => string): Map<string, string> {
  const named = files.flatMap((path): [string, string][] => {
    const file = path.replaceAll('\\', '/')
    const [, folder, host] = /^([\w-]+)\/([\w-]+)\.ts$/.exec(file) ?? []
    if (folder === undefined || host === undefined) return []
    if (host === 'main') return [[folder, file]]
    return /\b(?:listen|serve)\(/.test(read(file)) ? [[`${folder}-${host}`, file]] : []
  })
  return new Map(named.toSorted(([a], [b]) => a.localeCompare(b)))
}
