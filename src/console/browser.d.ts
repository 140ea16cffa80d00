/** What the bundler resolves and TypeScript cannot see: style sheets and files by their address. */
declare module '*.css'
declare module '*?url' {
  const address: string
  export default address
}
declare module '*?worker&url' {
  const address: string
  export default address
}
