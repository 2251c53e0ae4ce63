/** Longest name of an operator. Characters. Apart from the schemas: the command line needs it before it loads any. */
export const operatorLimit = 80;
