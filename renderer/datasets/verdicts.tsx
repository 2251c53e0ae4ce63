import { CircleCheck, CircleHelp, CircleX, KeyRound, Lock, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import type { DataSetView } from '../../core/contract/datasets.ts';
import { useBoard } from '../board/boardStore.ts';
import { Button } from '../ui/button.tsx';
import { classes } from '../ui/classes.ts';
import css from './inspect.module.css';
import { FileButton } from '../files/ticketButton.tsx';
import { useInspect } from './inspectStore.ts';
import { studioTexts as texts } from './texts.ts';
import { sayFingerprint } from '../../core/result/format.ts';

type Tone = 'good' | 'bad' | 'open';
const icons: Readonly<Record<Tone, LucideIcon>> = { good: CircleCheck, bad: CircleX, open: CircleHelp };

interface Props {
  readonly title: string;
  readonly tone: Tone;
  readonly word: string;
  readonly Icon?: LucideIcon;
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
}

/** One question about the set and its answer: a shape and a word, then the reason. */
function Verdict({ title, tone, word, Icon = icons[tone], children, actions }: Props) {
  return (
    <section className={classes(css.verdict, css[tone])} aria-label={title}>
      <h3>{title}</h3>
      <p className={css.word}>
        <Icon size="1.25rem" aria-hidden />
        {word}
      </p>
      <div className={css.why}>{children}</div>
      {actions && <div className={css.buttons}>{actions}</div>}
    </section>
  );
}

const signatureTones = { valid: 'good', invalid: 'bad', unchecked: 'open' } as const;

function Signature({ set }: { readonly set: DataSetView }) {
  const { check, refuse } = useInspect();
  const chip = useBoard(({ board }) => board.chip !== undefined);
  const { state, says } = set.signature;
  return (
    <Verdict
      title={texts.signature}
      tone={signatureTones[state]}
      word={texts.signatureStates[state]}
      actions={
        <>
          <FileButton label={set.certificate ? texts.otherCertificate : texts.chooseCertificate} onTicket={({ ticket }) => void check({ certificate: ticket })} onFault={refuse} />
          {chip && (
            <Button small onClick={() => void check({ anchor: true })}>
              {texts.fromAnchor}
            </Button>
          )}
        </>
      }
    >
      {says}
    </Verdict>
  );
}

function Fragments({ set }: { readonly set: DataSetView }) {
  const bad = set.fragments.filter(({ digest }) => digest === 'invalid').length;
  const fault = set.problems.find(({ code }) => code === 'update/bad-fragment');
  const count = set.fragments.length;
  if (fault === undefined) return <Verdict title={texts.fragments} tone="good" word={texts.fragmentsSound(count)}>{texts.digestsSay}</Verdict>;
  const word = bad === 0 && count > 0 ? texts.fragmentsMissing : texts.fragmentsBad(bad, count);
  return <Verdict title={texts.fragments} tone="bad" word={word}>{`${fault.what} ${fault.why}`}</Verdict>;
}

function PayloadSays({ set }: { readonly set: DataSetView }) {
  const { payload, secret, secretProblem } = set;
  const damaged = set.problems.find(({ code }) => code === 'update/bad-payload');
  if (damaged) return <>{`${damaged.why} ${damaged.todo}`}</>;
  if (secretProblem) return <>{texts.wrongSecretSays(secret?.file ?? '')}</>;
  return (
    <>
      {payload.state === 'encrypted' && <p>{texts.encryptedSays}</p>}
      {payload.state === 'key' && <p>{payload.says}</p>}
      {payload.state === 'key' && payload.fingerprint !== undefined && (
        <p>
          {texts.fingerprint} <span className="mono">{sayFingerprint(payload.fingerprint)}</span>
        </p>
      )}
      {secret && <p>{texts.secretIs(secret.file, secret.length)}</p>}
    </>
  );
}

function Payload({ set }: { readonly set: DataSetView }) {
  const { check, refuse } = useInspect();
  const { state } = set.payload;
  const damaged = state === 'damaged' || set.problems.some(({ code }) => code === 'update/bad-payload');
  const tone = damaged ? 'bad' : state === 'encrypted' ? 'open' : 'good';
  const icon = damaged ? {} : state === 'key' ? { Icon: KeyRound } : state === 'encrypted' ? { Icon: Lock } : {};
  const buttons = (
    <>
      <FileButton label={set.secret ? texts.otherSecret : texts.chooseSecret} onTicket={({ ticket }) => void check({ secret: ticket })} onFault={refuse} />
      {set.secret && (
        <Button small onClick={() => void check({ without: 'secret' })}>
          {texts.takeSecretAway}
        </Button>
      )}
    </>
  );
  return (
    <Verdict title={texts.payload} tone={tone} word={set.secretProblem ? texts.wrongSecret : texts.payloadStates[state]} {...icon} actions={set.isEncrypted && buttons}>
      <PayloadSays set={set} />
    </Verdict>
  );
}

const chipTones = { accepted: 'good', refused: 'bad', unknown: 'open' } as const;

function Chip({ set: { prediction } }: { readonly set: DataSetView }) {
  if (prediction === undefined) return <Verdict title={texts.chip} tone="open" word={texts.noChip}>{texts.noChipSays}</Verdict>;
  const { verdict, why, todo, raw } = prediction;
  return (
    <Verdict title={texts.chip} tone={chipTones[verdict]} word={texts.chipStates[verdict]}>
      {verdict === 'accepted' ? texts.acceptedSays : why}
      {todo !== '' && <p className={css.todo}>{todo}</p>}
      {raw !== undefined && <p className="mono">{raw}</p>}
    </Verdict>
  );
}

function Proof({ set }: { readonly set: DataSetView }) {
  const { check, refuse } = useInspect();
  const { proof } = set;
  return (
    <Verdict
      title={texts.proof}
      tone={proof === undefined ? 'open' : 'good'}
      word={proof === undefined ? texts.proofNone : texts.proofBy}
      actions={<FileButton label={texts.chooseProof} name={texts.proof} onTicket={({ ticket }) => void check({ proof: ticket })} onFault={refuse} />}
    >
      {proof === undefined ? texts.proofNoneSays : proof.says}
      {proof?.certificate && <p className="mono">{proof.certificate.subject}</p>}
    </Verdict>
  );
}

/** The answers to the user's questions about a data set, side by side. */
export function Verdicts({ set }: { readonly set: DataSetView }) {
  return (
    <div className={css.verdicts} role="group" aria-label={texts.verdicts}>
      <Signature set={set} />
      <Fragments set={set} />
      <Payload set={set} />
      <Chip set={set} />
      {set.isKey && <Proof set={set} />}
    </div>
  );
}
