/** Texts of the connection between the window and the main process. */
export const texts = {
  badReply: 'The window received an answer that is not valid.',
  badReplyTodo: 'Close the window and start Trust Bench again. If this happens again, report it with this text.',
  notAnAnswer: 'It is not a value and not a fault.',
  callFailed: 'The call failed.',
} as const;
