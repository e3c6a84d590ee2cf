import { writeFileSync } from 'node:fs'
import { pictures } from './pictures.js'

for (const [name, svg] of pictures) writeFileSync(new URL(`../public/${name}`, import.meta.url), svg)
