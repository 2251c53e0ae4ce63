import { FileJson, Lock, Save } from 'lucide-react';
import type { RecordedCertificate, RecordStep, RecordView } from '../../core/contract/records.ts';
import { sayChipId, sayDigests, sayFingerprint, sayMs, sayZonedMoment } from '../../core/result/format.ts';
import { Badge, StripedBadge } from '../ui/badge.tsx';
import { Banner } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { Rows } from '../ui/rows.tsx';
import css from './records.module.css';
import { useRecords } from './store.ts';
import { recordsTexts as texts } from './texts.ts';
import { stateTones, stepTones } from './words.ts';

function Certificate({ certificate }: { readonly certificate: RecordedCertificate }) {
  return (
    <p className="small">
      {texts.certificate(certificate)}, <span className={css.long}>{texts.sha256(sayFingerprint(certificate.sha256))}</span>
    </p>
  );
}

/** What was written: its certificates, the signer, and the source files. */
function Contents({ step: { certificates = [], signer, files } }: { readonly step: RecordStep }) {
  return (
    <>
      {certificates.map((certificate) => (
        <Certificate key={certificate.sha256} certificate={certificate} />
      ))}
      {signer && <p className="small">{texts.signed(signer.anchor)}</p>}
      {signer?.certificate && <Certificate certificate={signer.certificate} />}
      {files && <p className="small">{texts.from(files)}</p>}
    </>
  );
}

function Step({ step }: { readonly step: RecordStep }) {
  return (
    <li className={css.step}>
      <div className={css.stepHead}>
        <span className={css.name}>{step.title}</span>
        {step.irreversible && <Lock size="1rem" aria-hidden />}
        <Badge tone={stepTones[step.state]}>{texts.stepStates[step.state]}</Badge>
        <span className="dim small mono">{sayMs(step.ms)}</span>
      </div>
      {step.changes.map(({ field, before, after }) => (
        <p key={field} className="small">
          {texts.changedTo(field, sayDigests(before), sayDigests(after))}
        </p>
      ))}
      <Contents step={step} />
      {step.says !== '' && <p className="dim small">{step.says}</p>}
    </li>
  );
}

const mono = (text: string) => <span className={css.long}>{text}</span>;

/** One run: operator, time, chip and plan; each step with its change and its proof. */
export function RecordDetail({ record }: { readonly record: RecordView }) {
  const { save, saved } = useRecords();
  const { title, state, simulated, says, whole, steps } = record;
  return (
    <div className={css.detail}>
      <div className={css.detailHead}>
        <h2>{title}</h2>
        <Badge tone={stateTones[state]}>{texts.states[state]}</Badge>
        {simulated && <StripedBadge>{texts.simulated}</StripedBadge>}
      </div>
      {!whole && <Banner tone="bad">{texts.changedBody}</Banner>}
      {says !== '' && <Banner tone="warn">{says}</Banner>}
      <Rows
        label={texts.detail}
        rows={[
          ...(record.unit?.serial === undefined ? [] : [{ field: texts.serial, says: record.unit.serial }]),
          ...(record.unit === undefined ? [] : [{ field: texts.job, says: texts.jobIs(record.unit.title, record.unit.revision) }]),
          { field: texts.chip, says: mono(sayChipId(record.chipId)) },
          { field: texts.started, says: sayZonedMoment(record.startedAt) },
          { field: texts.ended, says: record.endedAt === undefined ? texts.notRecorded : sayZonedMoment(record.endedAt) },
          { field: texts.operator, says: record.operator },
          { field: texts.station, says: record.station },
          { field: texts.who, says: record.who },
          { field: texts.port, says: record.port },
          ...(record.boardSerial === undefined ? [] : [{ field: texts.boardSerial, says: record.boardSerial }]),
          ...(record.version === undefined ? [] : [{ field: texts.program, says: texts.programIs(record.version) }]),
          { field: texts.plan, says: mono(sayFingerprint(record.planSha256)) },
          { field: texts.file, says: record.file },
        ]}
      />
      <Card level={3} title={texts.steps}>
        <ol className={css.steps}>
          {steps.map((step) => (
            <Step key={step.id} step={step} />
          ))}
        </ol>
      </Card>
      <div className={css.buttons}>
        <Button icon={<Save size="1rem" aria-hidden />} onClick={() => void save('html')}>
          {texts.saveHtml}
        </Button>
        <Button look="quiet" icon={<FileJson size="1rem" aria-hidden />} onClick={() => void save('json')}>
          {texts.saveJson}
        </Button>
        {saved && <span role="status">{texts.saved(saved.name, saved.folder)}</span>}
      </div>
    </div>
  );
}
