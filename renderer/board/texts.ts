/** Texts about the board and its connection. */
export const boardTexts = {
  plug: 'Plug the board in',
  connectAgain: 'Connect again',
  link: {
    none: 'No board',
    'not-connected': 'Not connected',
    connecting: 'Connecting',
    connected: 'Connected',
    busy: 'Busy',
    lost: 'Lost',
    'not-a-bridge': 'Not a bridge',
  },
} as const;
