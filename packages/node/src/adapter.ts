export { closeWithResponse } from './close-with-response.js'
export { send } from './send.js'
export { sendPage } from './send-page.js'
