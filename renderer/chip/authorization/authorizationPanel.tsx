import { useEffect } from 'react';
import { KeyRound, ShieldCheck } from 'lucide-react';
import type { ReachView } from '../../../core/contract/authorization.ts';
import { useBoard } from '../../board/boardStore.ts';
import { Badge } from '../../ui/badge.tsx';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Fault } from '../../ui/fault.tsx';
import { FileButton } from '../../ui/fileButton.tsx';
import css from './authorization.module.css';
import { useReach } from './authorizationStore.ts';
import { reachTexts as texts } from './texts.ts';

/** The vendor's usual object for the authorization reference. On another object's page, that object is used. */
export const usualReference = '0xF1D0';

/** The rights of this connection, as badges; nothing when it has none. */
export function ReachBadges() {
  const chip = useBoard(({ board }) => board.chip);
  if (chip?.authorized === undefined && chip?.shielded !== true) return null;
  return (
    <span className={css.badges}>
      {chip.authorized && (
        <Badge tone="good" icon={<KeyRound size="0.875rem" aria-hidden />}>
          <span title={texts.authorized(chip.authorized.join(', '))}>{texts.isAuthorized}</span>
        </Badge>
      )}
      {chip.shielded === true && (
        <Badge tone="good" icon={<ShieldCheck size="0.875rem" aria-hidden />}>
          <span title={texts.shielded}>{texts.isShielded}</span>
        </Badge>
      )}
    </span>
  );
}

function Guarded({ guarded }: Pick<ReachView, 'guarded'>) {
  if (guarded.length === 0) return <p className="dim">{texts.nothing}</p>;
  return (
    <>
      <p role="status">{texts.open(guarded.filter(({ open }) => open).length, guarded.length)}</p>
      <div className={css.scroll} tabIndex={0} role="region" aria-label={texts.list}>
        <table className={css.table} aria-label={texts.list}>
          <thead>
            <tr>
              {Object.values(texts.columns).map((title) => (
                <th key={title} scope="col">
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {guarded.map(({ object, name, access, open, why }) => (
              <tr key={`${object} ${access}`}>
                <td>
                  <span className="mono">{object}</span> <span className="dim small">{name}</span>
                </td>
                <td>{texts.access[access]}</td>
                <td>
                  <Badge tone={open ? 'good' : 'plain'}>{open ? texts.isOpen : texts.closed}</Badge>
                  {why !== undefined && <span className={css.why}>{why}</span>}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

function NeedsShielded() {
  return (
    <Banner tone="info" role="note">
      <p>
        <strong>{texts.shieldedTitle}</strong> {texts.shieldedBody}
      </p>
      <ol className={css.todo}>
        {texts.shieldedSteps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
    </Banner>
  );
}

interface Props {
  /** Object that holds the reference, for example 0xF1D0. */
  readonly reference: string;
}

/** Sets a reference's Auto state, finds out whether the connection to the chip is shielded, and shows what that allows. */
export function AuthorizationPanel({ reference }: Props) {
  const { view, onReel, ask, fault, working, look, authorize, tryShielded, forget } = useReach();
  const chip = useBoard(({ board }) => board.chip);
  const chipId = chip?.chipId;
  const reached = `${chip?.authorized?.join(' ') ?? ''} ${chip?.shielded === true}`;
  // The chip was exchanged, or the Auto state was cleared: the shown result is out of date.
  useEffect(() => {
    const known = useReach.getState().view;
    if (known !== undefined && `${known.authorized.join(' ')} ${known.shielded}` !== reached) forget();
  }, [reached, forget]);
  useEffect(() => {
    if (chipId !== undefined) void ask(chipId);
    return forget;
  }, [chipId, ask, forget]);
  if (chip === undefined) return null;
  const busy = working !== undefined;
  return (
    <Card title={texts.title}>
      <div className={css.panel}>
        <p className="dim small">{texts.body}</p>
        <p className={css.badges}>
          {chip.authorized === undefined && <Badge>{texts.notAuthorized}</Badge>}
          {chip.shielded !== true && <Badge>{texts.notShielded}</Badge>}
          <ReachBadges />
        </p>
        {onReel === false && reference === usualReference && <p className="dim small">{texts.noReference}</p>}
        <div className={css.buttons}>
          {onReel === true && reference === usualReference && (
            <Button small icon={<KeyRound size="1rem" aria-hidden />} disabled={busy} onClick={() => void authorize(reference)}>
              {texts.withReel}
            </Button>
          )}
          <FileButton small disabled={busy} label={texts.withFile} onFiles={([file]) => file && void authorize(reference, file)} />
          <Button small disabled={busy} onClick={() => void tryShielded()}>
            {texts.tryShielded}
          </Button>
          {view === undefined && (
            <Button small look="quiet" disabled={busy} onClick={() => void look()}>
              {texts.look}
            </Button>
          )}
        </div>
        {working !== undefined && <p role="status">{texts.works[working]}</p>}
        {fault && <Fault fault={fault} />}
        {view && <Guarded guarded={view.guarded} />}
        {view?.guarded.some(({ needsShielded }) => needsShielded) === true && <NeedsShielded />}
      </div>
    </Card>
  );
}
