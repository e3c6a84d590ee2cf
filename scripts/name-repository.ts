import { execFileSync } from 'node:child_process'
import { basename } from 'node:path'
import { publicPackages } from './public-packages.js'

// Provenance is believed only for a package that names the repository which it was built in: the one that runs this.
const { GITHUB_SERVER_URL, GITHUB_REPOSITORY } = process.env
if (GITHUB_SERVER_URL === undefined || GITHUB_REPOSITORY === undefined) {
  throw new Error('Packages are published by the release workflow: see .github/workflows/release.yml')
}

for (const { folder } of publicPackages()) {
  const values = [
    'repository.type=git',
    `repository.url=git+${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}.git`,
    `repository.directory=packages/${basename(folder)}`,
  ]
  execFileSync('npm', ['pkg', 'set', ...values], { cwd: folder, stdio: 'inherit' })
}
