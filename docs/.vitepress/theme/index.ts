import theme from 'vitepress/theme-without-fonts'
import './style.css'

// oxlint-disable-next-line import/no-default-export -- VitePress reads its theme there
export default theme
