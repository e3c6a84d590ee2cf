export { override, type Override } from '../tree/override.js'
