import type { JobLook } from '../../core/contract/jobs.ts';
import { sayFingerprint } from '../../core/result/format.ts';
import { useLine } from '../operator/lineStore.ts';
import { Banner } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Fault } from '../ui/fault.tsx';
import css from './jobs.module.css';
import { useRunJob } from './runJobStore.ts';
import { runJobTexts as texts } from './texts.ts';

function Job({ job, pinSet }: { readonly job: JobLook; readonly pinSet: boolean }) {
  const { lines, problems, notes, signers } = job;
  return (
    <>
      {problems.map((problem) => (
        <Fault key={problem.code} fault={problem} />
      ))}
      {notes.map((note) => (
        <Banner key={note.code} tone="warn">
          {`${note.what} ${note.why}`}
        </Banner>
      ))}
      {!pinSet && <Banner tone="warn">{texts.noPin}</Banner>}
      {problems.length === 0 && <p>{texts.body}</p>}
      <ul className={css.lines}>
        {signers.map(({ fingerprint, name, valid }) => (
          <li key={fingerprint}>{texts.signer(name, sayFingerprint(fingerprint), valid)}</li>
        ))}
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </>
  );
}

/** A job file that was dropped, chosen or released: what it does, who signed it, what prevents it from running, and the button that runs it. */
export function RunJobDialog() {
  const { ticket, job, pinSet, fault, refuse, close } = useRunJob();
  const open = useLine((line) => line.open);
  if (ticket === undefined) return null;
  const run = async (): Promise<void> => {
    const refused = await open(ticket);
    if (refused === undefined) close();
    else refuse(refused);
  };
  const foot = (
    <>
      <Button onClick={close}>{texts.cancel}</Button>
      <Button look="main" disabled={job === undefined || job.problems.length > 0} onClick={() => void run()}>
        {texts.run}
      </Button>
    </>
  );
  return (
    <Dialog title={job === undefined ? texts.loading : texts.title(job.title, job.revision)} onClose={close} foot={foot}>
      {fault && <Fault fault={fault} />}
      {job && <Job job={job} pinSet={pinSet} />}
    </Dialog>
  );
}
