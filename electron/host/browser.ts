import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Environment } from '../files/folders.ts';

const commands = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome', 'microsoft-edge', 'microsoft-edge-stable', 'brave-browser'];

const macPrograms = ['Google Chrome', 'Chromium', 'Microsoft Edge', 'Brave Browser'];

const windowsPrograms = [
  ['Google', 'Chrome', 'Application', 'chrome.exe'],
  ['Chromium', 'Application', 'chrome.exe'],
  ['Microsoft', 'Edge', 'Application', 'msedge.exe'],
];

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** Lists places where a Chromium may be, the best first. */
export function browserCandidates(environment: Environment, platform: NodeJS.Platform): string[] {
  const asked = environment['TRUST_BENCH_BROWSER'];
  if (asked !== undefined && asked !== '') return [asked];
  if (platform === 'darwin') {
    const folders = ['/Applications', join(environment['HOME'] ?? '', 'Applications')];
    return folders.flatMap((folder) => macPrograms.map((name) => join(folder, `${name}.app`, 'Contents', 'MacOS', name)));
  }
  if (platform === 'win32') {
    const folders = [environment['ProgramFiles'], environment['ProgramFiles(x86)'], environment['LOCALAPPDATA']];
    return folders.filter((folder) => folder !== undefined).flatMap((folder) => windowsPrograms.map((parts) => join(folder, ...parts)));
  }
  const folders = (environment['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return commands.flatMap((command) => folders.map((folder) => join(folder, command)));
}

/** Finds an installed Chromium (or Chrome, Edge, Brave); `TRUST_BENCH_BROWSER` names another one. Undefined when none is installed. */
export const findBrowser = (environment: Environment, platform: NodeJS.Platform = process.platform): string | undefined =>
  browserCandidates(environment, platform).find(isProgram);
