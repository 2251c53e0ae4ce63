import { useState } from 'react';
import type { WorkshopItem } from '../../core/contract/keys.ts';
import { sayDay } from '../../core/result/format.ts';
import { Select } from '../ui/select.tsx';
import { Banner } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import { Rows } from '../ui/rows.tsx';
import { IssueForm } from './issueForm.tsx';
import css from './keys.module.css';
import { useKeys } from './store.ts';
import { keysTexts as texts } from './texts.ts';

function CertificateFacts({ item: { certificate } }: { readonly item: WorkshopItem }) {
  if (certificate === undefined) return null;
  const rows = [
    { field: texts.subject, says: certificate.subject },
    { field: texts.issuer, says: certificate.issuer },
    { field: texts.serial, says: <span className="mono">{certificate.serial}</span> },
    { field: texts.valid, says: texts.validity(sayDay(certificate.notBefore), sayDay(certificate.notAfter)) },
    { field: texts.size, says: texts.bytes(certificate.size) },
  ];
  return (
    <>
      <Rows label={texts.certificate} rows={rows} />
      {certificate.warnings.map((warning) => (
        <Banner key={warning} tone="warn">
          {warning}
        </Banner>
      ))}
    </>
  );
}

function SelfSign({ item }: { readonly item: WorkshopItem }) {
  const certify = useKeys((state) => state.certify);
  const [subject, setSubject] = useState(`CN=${item.name}`);
  return (
    <details className={css.fold} open={item.certificate === undefined}>
      <summary>{item.certificate === undefined ? texts.makeCertificate : texts.again}</summary>
      <IssueForm button={texts.makeCertificate} ready={subject.trim() !== ''} mayBeCa onIssue={(issue) => void certify({ id: item.id, subject, ...issue })}>
        <Field label={texts.subject} value={subject} hint={texts.subjectHint} onText={setSubject} />
      </IssueForm>
    </details>
  );
}

export function CertificateSection({ item }: { readonly item: WorkshopItem }) {
  const own = item.kind === 'private';
  if (!own && item.certificate === undefined) return null;
  return (
    <section className={css.section} aria-label={texts.certificate}>
      <h3>{texts.certificate}</h3>
      <CertificateFacts item={item} />
      {own && <SelfSign key={item.id} item={item} />}
    </section>
  );
}

function MakeCsr({ item }: { readonly item: WorkshopItem }) {
  const request = useKeys((state) => state.request);
  const [subject, setSubject] = useState(`CN=${item.name}`);
  return (
    <details className={css.fold}>
      <summary>{texts.makeCsr}</summary>
      <form
        className={css.issue}
        onSubmit={(event) => {
          event.preventDefault();
          void request(item.id, subject);
        }}
      >
        <Field label={texts.subject} value={subject} hint={texts.subjectHint} onText={setSubject} />
        <div className={css.buttons}>
          <Button type="submit" disabled={subject.trim() === ''}>
            {texts.makeCsr}
          </Button>
        </div>
      </form>
    </details>
  );
}

function SignCsr({ item }: { readonly item: WorkshopItem }) {
  const items = useKeys((state) => state.view?.items) ?? [];
  const sign = useKeys((state) => state.sign);
  const cas = items.filter((one) => one.kind === 'private' && one.isCa);
  const [chosen, setChosen] = useState<string>();
  const ca = cas.find(({ id }) => id === chosen) ?? cas[0];
  if (ca === undefined) return <p className="dim small">{texts.noCa}</p>;
  return (
    <IssueForm button={texts.signCsr} ready mayBeCa={false} onIssue={(issue) => void sign({ id: item.id, ca: ca.id, ...issue })}>
      <Select label={texts.signedBy} value={ca.id} options={cas.map(({ id, name, certificate }) => ({ value: id, title: certificate?.subject ?? name }))} onChoose={setChosen} />
    </IssueForm>
  );
}

export function CsrSection({ item }: { readonly item: WorkshopItem }) {
  if (item.csr === undefined && item.kind !== 'private') return null;
  return (
    <section className={css.section} aria-label={texts.csr}>
      <h3>{texts.csr}</h3>
      {item.csr && <p>{texts.csrFor(item.csr.subject)}</p>}
      {item.csr && <SignCsr key={item.id} item={item} />}
      {item.kind === 'private' && <MakeCsr key={`${item.id}-csr`} item={item} />}
    </section>
  );
}
