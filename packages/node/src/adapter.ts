export { send } from './send.js'
export { sendUnlessHungUp } from './send-unless-hung-up.js'
export { sendPage } from './send-page.js'
export { whenOver } from './when-over.js'
