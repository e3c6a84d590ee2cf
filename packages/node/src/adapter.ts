export { closeWithResponse } from './close-with-response.js'
export { send } from './send.js'
export { sendUnlessHungUp } from './send-unless-hung-up.js'
export { sendPage } from './send-page.js'
