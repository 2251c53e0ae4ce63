import { useEffect, useState } from 'react';
import { saveFolderLimit, type ReplyOf } from '../../core/contract/operations.ts';
import { client } from '../client/client.ts';
import { Field } from '../ui/field.tsx';
import { useSettings } from './settingsStore.ts';
import { settingsTexts as texts } from './texts.ts';

/** The folder for saved files. The path is saved when the field loses the focus, or with Enter. A missing folder is reported below it. */
export function SaveFolder({ folder }: { readonly folder: string }) {
  const { change } = useSettings();
  const [text, setText] = useState(folder);
  const [state, setState] = useState<ReplyOf<'settings/save-folder'>>({});
  useEffect(() => {
    void client.call('settings/save-folder', {}).then((answer) => answer.ok && setState(answer.value));
  }, []);
  const keep = () => {
    if (text.trim() !== folder) void change({ saveFolder: text.trim() });
  };
  const { fixed, fault } = state;
  // A fault about another folder answers an earlier request, so it is not shown.
  const error = fault === undefined || fault.object !== folder || text !== folder ? undefined : `${fault.what} ${fault.why} ${fault.todo}`;
  const hint = fixed === undefined ? texts.saveFolderHint : texts.saveFolderFixed(fixed);
  return <Field label={texts.saveFolder} hint={hint} error={error} mono value={text} maxLength={saveFolderLimit} onText={setText} onBlur={keep} onKeyDown={({ key }) => key === 'Enter' && keep()} />;
}
