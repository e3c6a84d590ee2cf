import { packageProject } from '../../scripts/package-project.js'

export default packageProject('benchmarks', './tsconfig.json')
