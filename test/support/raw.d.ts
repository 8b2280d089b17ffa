/** A file as its text; Vite reads it where the test is made. */
declare module '*?raw' {
  const text: string
  export default text
}
