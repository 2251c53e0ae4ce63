import type { PlanView } from '../../../core/contract/plan.ts';
import { usePlan } from '../planStore.ts';
import { FileButton } from '../../files/ticketButton.tsx';
import { Banner } from '../../ui/banner.tsx';
import { Fault } from '../../ui/fault.tsx';
import { reviewTexts as texts } from './texts.ts';

/** Files that the plan names but does not contain. The user is asked for each file by its name. */
export function Needs({ plan }: { readonly plan: PlanView }) {
  const { give, refuse, refusedFile, dismissFault } = usePlan();
  const asked = plan.needs.map(({ name, object, bytes }) => (
    <Banner key={name} tone="warn" actions={<FileButton label={texts.chooseFile} name={name} onTicket={({ ticket }) => void give(name, ticket)} onFault={refuse} />}>
      {texts.needs(name, object, bytes)}
    </Banner>
  ));
  return (
    <>
      {refusedFile && <Fault fault={refusedFile} onDismiss={dismissFault} />}
      {asked}
    </>
  );
}
