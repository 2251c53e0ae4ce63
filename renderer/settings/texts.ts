/** Texts of the settings. */
export const settingsTexts = {
  title: 'Settings',
  theme: 'Theme',
  themes: {
    system: { title: 'System', detail: 'Follows the desktop.' },
    light: { title: 'Light', detail: undefined },
    dark: { title: 'Dark', detail: undefined },
  },
  zoom: 'Zoom',
  zoomIs: (part: number) => `${Math.round(part * 100)} %`,
  smaller: 'Smaller',
  larger: 'Larger',
  reset: 'Reset to 100 %',
  operator: 'Operator',
  operatorHint: 'Your name, for the records. Empty: the user of the system.',
  ignoredPorts: 'Ports to ignore',
  ignoredPortsHint: 'Paths or serial numbers of boards, separated by commas. The program never chooses them; they can still be chosen by hand.',
  licences: 'Open-source licences',
  licencesOpen: 'Open-source licences…',
  version: (version: string, host: string) => `Trust Bench ${version}, window by ${host === 'electron' ? 'Electron' : 'Chromium'}`,
} as const;
