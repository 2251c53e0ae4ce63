/** Text files that the bundler takes in. */
declare module '*.txt?raw' {
  const text: string;
  export default text;
}
