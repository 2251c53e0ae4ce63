import type { ReplyOf } from '../../../core/contract/operations.ts';
import { readAnswers } from '../../../core/plan/wizard/answers.ts';
import type { Fault } from '../../../core/result/fault.ts';
import { ok } from '../../../core/result/result.ts';
import { version } from '../../version.ts';
import type { OpenLink } from '../../ports.ts';
import { faultView } from '../faultView.ts';
import type { Area } from '../handlers.ts';
import { licenceText } from './licences.ts';
import { usableFolder } from './saveFolder.ts';
import type { SettingsStore } from './settingsStore.ts';

export interface AppParts {
  readonly settings: SettingsStore;
  readonly host: ReplyOf<'app/info'>['host'];
  readonly openLink: OpenLink;
  /** The folder for saved files that the environment sets. */
  readonly fixedFolder: string | undefined;
  /** Notices for the window. Each is removed when it is shown, so it is shown once. */
  readonly notices: Fault[];
}

const usableOrEmpty = async (folder = '') => (folder === '' ? ok(undefined) : usableFolder(folder));

/** Implements the contract's operations on the program and its settings. */
export const appHandlers = ({ settings, host, openLink, notices, fixedFolder }: AppParts): Omit<Area<'app'>, 'app/clear-clipboard'> & Area<'settings'> => ({
  'app/info': async () => ok({ version, host, platform: process.platform }),
  'app/notices': async () => ok(notices.splice(0).map(faultView)),
  'app/open-link': async ({ link }) => {
    const opened = await openLink(link);
    return opened.ok ? ok({ done: true }) : opened;
  },
  'app/licences': async () => ok({ text: await licenceText() }),
  'settings/get': async () => ok(settings.get()),
  'settings/set': async (changes) => {
    const read = readAnswers(changes.wizardDefaults ?? {});
    if (!read.ok) return read;
    const folder = await usableOrEmpty(changes.saveFolder);
    return folder.ok ? ok(await settings.set(changes)) : folder;
  },
  'settings/save-folder': async () => {
    if (fixedFolder !== undefined) return ok({ fixed: fixedFolder });
    const folder = await usableOrEmpty(settings.get().saveFolder);
    return ok(folder.ok ? {} : { fault: faultView(folder.fault) });
  },
});
