// @ts-check
// Runs the pnpm that package.json's "packageManager" names. Plain JavaScript: it runs before anything is installed.
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

const { packageManager } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))

// `--yes`: on a terminal npx would ask, and a user's npmrc may hold `yes=false`. npx is a .cmd file on Windows, hence the shell.
const command = ['npx', '--yes', packageManager, ...process.argv.slice(2)]
const { status } = spawnSync(command[0], command.slice(1), { stdio: 'inherit', shell: process.platform === 'win32' })
process.exitCode = status ?? 1
