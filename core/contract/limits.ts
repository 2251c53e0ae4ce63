/** Longest name of an operator, in characters. It is apart from the schemas, because the command line needs it before it loads them. */
export const operatorLimit = 80;
