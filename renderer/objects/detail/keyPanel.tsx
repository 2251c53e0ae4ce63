import { useState } from 'react';
import type { ObjectAction, ObjectActionName, ObjectRow, SignTestView } from '../../../core/contract/objects.ts';
import { algorithmWords, type KeyUsage, type NewKeyAlgorithm } from '../../../core/objects/codes.ts';
import { isKeyKind, keyAlgorithms, keyUsagesOf, type KeyKind } from '../../../core/objects/catalogue.ts';
import { useObjects } from '../objectsStore.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { Check } from '../../ui/choices.tsx';
import { hexBytes } from '../../ui/diffBytes.ts';
import { Field } from '../../ui/field.tsx';
import { HexView } from '../../ui/hexView.tsx';
import { Select } from '../../ui/select.tsx';
import { objectsTexts as texts } from '../texts.ts';
import { useEdit } from '../../plan/useEdit.ts';
import css from './detail.module.css';
import { PanelFoot } from './panelFoot.tsx';

const actionOf = (row: ObjectRow, name: ObjectActionName): ObjectAction | undefined => row.actions.find((action) => action.name === name);

/** Why an action can't be done. It is shown in place of the action. */
function WhyNot({ action }: { readonly action: ObjectAction | undefined }) {
  return (
    <Banner tone="info" role="note">
      <p>{action?.why ?? ''}</p>
    </Banner>
  );
}

const usages: readonly (readonly [KeyUsage, string])[] = [
  ['signature', 'Signatures'],
  ['authentication', 'Authentication'],
  ['key_agreement', 'Key agreement'],
  ['encryption', 'Encryption'],
];

function Generate({ row, kind }: { readonly row: ObjectRow; readonly kind: KeyKind }) {
  const algorithms = keyAlgorithms[kind];
  const [algorithm, setAlgorithm] = useState<NewKeyAlgorithm>(algorithms[0]);
  const [usage, setUsage] = useState(keyUsagesOf[kind].usual);
  const edit = useEdit();
  const action = actionOf(row, 'generate-key');
  const fit = usages.filter(([name]) => keyUsagesOf[kind].all.includes(name));
  // Replacing a key that is in use is never the main action.
  const first = row.algorithm === undefined;
  const generate = (): void => void edit({ kind: 'generate-key', id: row.id, algorithm, usage: [...usage] });
  const review = (
    <Button look={first ? 'main' : 'plain'} data-main-action={first ? '' : undefined} disabled={usage.length === 0} onClick={generate}>
      {texts.reviewKey}
    </Button>
  );
  return (
    <>
      <section aria-label={texts.generateTitle}>
        <h3>{texts.generateTitle}</h3>
        <p className="dim small">{kind === 'aes-key' ? texts.generateAesBody : texts.generateBody}</p>
        {action?.can !== true ? (
          <WhyNot action={action} />
        ) : (
          <>
            {!first && <Banner tone="warn">{texts.generateLost}</Banner>}
            <Select label={texts.algorithm} value={algorithm} options={algorithms.map((name) => ({ value: name, title: algorithmWords[name] }))} onChoose={setAlgorithm} />
            <fieldset className={css.checks}>
              <legend>{texts.usage}</legend>
              {fit.map(([name, title]) => (
                <Check key={name} title={title} checked={usage.includes(name)} onCheck={(on) => setUsage(on ? [...usage, name] : usage.filter((other) => other !== name))} />
              ))}
            </fieldset>
            {!first && <div className={css.foot}>{review}</div>}
          </>
        )}
      </section>
      {first && action?.can === true && <PanelFoot>{review}</PanelFoot>}
    </>
  );
}

function Request({ row }: { readonly row: ObjectRow }) {
  const { csr, saved, working } = useObjects();
  const [subject, setSubject] = useState('');
  const action = actionOf(row, 'csr');
  return (
    <section aria-label={texts.csrTitle}>
      <h3>{texts.csrTitle}</h3>
      <p className="dim small">{texts.csrBody}</p>
      {action?.can !== true ? (
        <WhyNot action={action} />
      ) : (
        <>
          <Field label={texts.subject} hint={texts.subjectHint} value={subject} onText={setSubject} />
          <div className={css.foot}>
            <Button disabled={working || subject.trim() === ''} onClick={() => void csr(subject.trim())}>
              {texts.makeCsr}
            </Button>
          </div>
          {saved && <Banner tone="good">{texts.saved(saved.name, saved.folder)}</Banner>}
        </>
      )}
    </section>
  );
}

function Signed({ signed }: { readonly signed: SignTestView }) {
  const good = signed.verifiedHere && signed.verifiedByChip !== false;
  const says = !good ? texts.signedBad : signed.verifiedByChip === true ? texts.signedGood : texts.signedHere;
  return (
    <>
      <Banner tone={good ? 'good' : 'bad'}>
        <p>
          <strong>{says}</strong> {texts.publicKeyFrom(signed.publicKeyFrom)}
        </p>
      </Banner>
      <h4>{texts.digest}</h4>
      <HexView bytes={hexBytes(signed.digest)} label={texts.digest} />
      <h4>{texts.signature}</h4>
      <HexView bytes={hexBytes(signed.signature)} label={texts.signature} />
      {signed.publicKey !== undefined && (
        <>
          <h4>{texts.publicKey}</h4>
          <pre className={css.pem}>{signed.publicKey}</pre>
        </>
      )}
    </>
  );
}

function Trial({ row }: { readonly row: ObjectRow }) {
  const { signTest, signed, working } = useObjects();
  const [message, setMessage] = useState('Trust Bench');
  const action = actionOf(row, 'sign-test');
  return (
    <section aria-label={texts.signTitle}>
      <h3>{texts.signTitle}</h3>
      <p className="dim small">{texts.signBody}</p>
      {action?.can !== true ? (
        <WhyNot action={action} />
      ) : (
        <>
          {action.why !== undefined && <p className="dim small">{action.why}</p>}
          <Field label={texts.message} value={message} onText={setMessage} />
          <div className={css.foot}>
            <Button disabled={working} onClick={() => void signTest(message)}>
              {working ? texts.working : texts.sign}
            </Button>
          </div>
          {signed && <Signed signed={signed} />}
        </>
      )}
    </section>
  );
}

/** A key object: make a key, sign with it, request a certificate for it. */
export function KeyPanel({ row }: { readonly row: ObjectRow }) {
  if (!isKeyKind(row.kind)) return undefined;
  const generate = <Generate key="generate" row={row} kind={row.kind} />;
  if (row.kind === 'aes-key') return generate;
  return (
    <>
      {row.algorithm === undefined && generate}
      <Request row={row} />
      <Trial row={row} />
      {row.algorithm !== undefined && generate}
    </>
  );
}
