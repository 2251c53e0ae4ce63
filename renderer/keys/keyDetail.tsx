import type { FormEvent } from 'react';
import type { WorkshopItem } from '../../core/contract/keys.ts';
import { useNavigation } from '../navigation/navigation.ts';
import { client } from '../client/client.ts';
import { useWizard } from '../wizard/wizardStore.ts';
import { useBuild } from '../datasets/buildStore.ts';
import { useInspect } from '../datasets/inspectStore.ts';
import { Banner } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';
import { Fault } from '../ui/fault.tsx';
import { Field } from '../ui/field.tsx';
import { Rows } from '../ui/rows.tsx';
import { useSecretField } from '../ui/secretField.ts';
import css from './keys.module.css';
import { CertificateSection, CsrSection } from './itemDetails.tsx';
import { useKeys } from './store.ts';
import { keysTexts as texts } from './texts.ts';
import { sayFingerprint } from '../../core/result/format.ts';

function Facts({ item }: { readonly item: WorkshopItem }) {
  const rows = [
    { field: texts.algorithmIs, says: item.algorithmName },
    ...(item.fingerprint === undefined ? [] : [{ field: texts.fingerprint, says: <span className="mono">{sayFingerprint(item.fingerprint)}</span> }]),
    ...(item.savedAs === undefined ? [] : [{ field: texts.savedAs, says: texts.place(item.savedAs.name, item.savedAs.folder) }]),
  ];
  return <Rows label={texts.facts} rows={rows} />;
}

/** The password is read from its field when the key is saved, and not kept. */
function SaveKey({ item }: { readonly item: WorkshopItem }) {
  const save = useKeys((state) => state.save);
  const { place, take } = useSecretField();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const password = take();
    void save(item.id, 'key', password === '' ? undefined : password);
  };
  return (
    <form className={css.saveKey} onSubmit={submit}>
      {item.kind === 'private' && <Field ref={place} type="password" autoComplete="new-password" label={texts.encrypt} hint={texts.encryptHint} onText={() => undefined} />}
      <Button type="submit">{texts.saveKey}</Button>
    </form>
  );
}

function Save({ item }: { readonly item: WorkshopItem }) {
  const save = useKeys((state) => state.save);
  const hasKey = item.kind === 'private' || item.kind === 'aes';
  return (
    <section className={css.section} aria-label={texts.save}>
      <h3>{texts.save}</h3>
      {item.unsaved && <Banner tone="warn">{texts.notSaved}</Banner>}
      {hasKey && <SaveKey key={item.id} item={item} />}
      <div className={css.buttons}>
        {item.kind !== 'aes' && (
          <Button small onClick={() => void save(item.id, 'public')}>
            {texts.savePublic}
          </Button>
        )}
        {item.certificate && (
          <Button small onClick={() => void save(item.id, 'certificate')}>
            {texts.saveCertificate}
          </Button>
        )}
        {item.csr && (
          <Button small onClick={() => void save(item.id, 'csr')}>
            {texts.saveCsr}
          </Button>
        )}
      </div>
    </section>
  );
}

function Use({ item }: { readonly item: WorkshopItem }) {
  const { goStep, goRoom } = useNavigation();
  const refuse = useKeys((state) => state.refuse);
  const into = async (slot: 'device' | 'integrity' | 'set'): Promise<void> => {
    const answer = await client.call('keys/ticket', { id: item.id });
    if (!answer.ok) return refuse(answer.fault);
    if (slot === 'set') {
      useInspect.getState().go('build');
      goRoom('datasets');
      return useBuild.getState().give('key', answer.value);
    }
    goStep(slot === 'device' ? 0 : 1);
    return useWizard.getState().material(slot, answer.value);
  };
  return (
    <section className={css.section} aria-label={texts.use}>
      <h3>{texts.use}</h3>
      <div className={css.buttons}>
        <Button onClick={() => void into('device')}>{texts.useDevice}</Button>
        <Button onClick={() => void into('set')}>{texts.useSet}</Button>
        {item.kind === 'private' && <Button onClick={() => void into('integrity')}>{texts.useIntegrity}</Button>}
      </div>
    </section>
  );
}

/** One key with its certificate and request: its details, saving it and using it. */
export function KeyDetail({ item }: { readonly item: WorkshopItem }) {
  const { fault, saved, dismiss, forget } = useKeys();
  return (
    <div className={css.detail}>
      <div className={css.detailHead}>
        <div>
          <h2>{item.name}</h2>
          <p className="dim">{texts.kinds[item.kind]}</p>
        </div>
        <Button small look="quiet" onClick={() => void forget(item.id)}>
          {texts.forget}
        </Button>
      </div>
      {fault && <Fault fault={fault} onDismiss={dismiss} />}
      {saved && <Banner tone="good">{texts.savedTo(saved.name, saved.folder)}</Banner>}
      <Facts item={item} />
      {(item.kind === 'private' || item.kind === 'aes') && <Use item={item} />}
      <CertificateSection item={item} />
      <CsrSection item={item} />
      <Save item={item} />
    </div>
  );
}
