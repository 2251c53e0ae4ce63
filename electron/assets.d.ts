/** Text files that the bundler includes. */
declare module '*.txt?raw' {
  const text: string;
  export default text;
}
