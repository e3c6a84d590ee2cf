export { closeWithResponse } from './close-with-response.js'
export { send } from './send.js'
