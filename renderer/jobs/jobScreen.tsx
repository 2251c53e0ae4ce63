import { LoaderCircle } from 'lucide-react';
import type { JobDraft } from '../../core/contract/jobs.ts';
import { useNavigation } from '../navigation/navigation.ts';
import { ActionBar } from '../ui/actions.tsx';
import { Banner } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/emptyState.tsx';
import { Fault } from '../ui/fault.tsx';
import { ScreenHeading } from '../ui/screenHeading.tsx';
import { useSecretField } from '../ui/secretField.ts';
import { Head, Irreversible, Serials, Signature, Varies } from './jobParts.tsx';
import screen from '../ui/screen.module.css';
import css from './jobs.module.css';
import { missingOf, useJob } from './jobStore.ts';
import { useRunJob } from './runJobStore.ts';
import { jobTexts as texts } from './texts.ts';

function Saved() {
  const saved = useJob((state) => state.saved);
  const look = useRunJob((state) => state.look);
  if (saved === undefined) return null;
  return (
    <Banner tone="good" actions={<Button onClick={() => void look(saved.ticket)}>{texts.run}</Button>}>
      <p>
        <strong>{texts.saved(saved.name, saved.folder)}</strong>
      </p>
      <p>{texts.fingerprint(saved.fingerprint)}</p>
    </Banner>
  );
}

function Draft({ draft }: { readonly draft: JobDraft }) {
  const { wishes, release, from, fault, dismissFault, saved } = useJob();
  const goScreen = useNavigation((navigation) => navigation.goScreen);
  const { place, take } = useSecretField();
  const missing = missingOf(draft, wishes);
  return (
    <div className={screen.screen}>
      <div className={screen.scroll}>
        <div className={css.page}>
          <ScreenHeading>{texts.title}</ScreenHeading>
          <p>{texts.lead(draft.chip)}</p>
          <Saved />
          {fault && <Fault fault={fault} onDismiss={dismissFault} />}
          <Head />
          <Varies draft={draft} />
          <Serials />
          <Irreversible draft={draft} />
          <Signature passwordPlace={place} />
        </div>
      </div>
      <ActionBar
        back={{ label: texts.back[from], run: () => goScreen(from) }}
        note={saved === undefined ? missing : texts.saved(saved.name, saved.folder)}
        main={{ label: texts.release, run: () => void release(take()), disabled: missing !== undefined }}
      />
    </div>
  );
}

/** Makes a job from a reviewed plan: asks what varies, the object ids of the irreversible steps, and the key that signs. */
export function JobScreen() {
  const { draft, fault, from } = useJob();
  const goScreen = useNavigation((navigation) => navigation.goScreen);
  if (draft !== undefined) return <Draft draft={draft} />;
  return (
    <div className={screen.screen}>
      <div className={screen.scroll}>
        <div className={css.page}>
          <ScreenHeading>{texts.title}</ScreenHeading>
          {fault ? <Fault fault={fault} /> : <EmptyState icon={<LoaderCircle size="2.5rem" aria-hidden />} title={texts.loading}>{null}</EmptyState>}
        </div>
      </div>
      <ActionBar back={{ label: texts.back[from], run: () => goScreen(from) }} />
    </div>
  );
}
