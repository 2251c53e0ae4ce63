import { visible } from '../../core/result/visible.ts';
import type { TicketView } from '../../core/contract/material.ts';
import type { Answer } from '../../core/contract/messages.ts';
import { client } from '../client/client.ts';
import { useWizard } from '../wizard/wizardStore.ts';
import { isRunning, useRun } from '../plan/runStore.ts';
import { originOf, usePlan } from '../plan/planStore.ts';
import type { MaterialSlot } from '../wizard/wizardStore.ts';
import { useWholeChip } from '../chip/exchange/wholeChipStore.ts';
import { useBuild } from '../datasets/buildStore.ts';
import { useSeries } from '../datasets/seriesStore.ts';
import { takeFragment, takeIntoBuild, whatIsShown } from '../datasets/takeFile.ts';
import { useInspect } from '../datasets/inspectStore.ts';
import { useJob } from '../jobs/jobStore.ts';
import { useRunJob } from '../jobs/runJobStore.ts';
import { useKeys } from '../keys/store.ts';
import { takesMaterial, useObjects } from '../objects/objectsStore.ts';
import { useReels } from '../reels/store/reelsStore.ts';
import { isPicture } from '../ui/droppedFiles.ts';
import { useNavigation } from '../navigation/navigation.ts';
import { routeTicket, type Route, type Whereabouts } from './routeTicket.ts';
import { appTexts } from '../app/texts.ts';
import { unreachable } from '../../core/result/result.ts';

const stepOfSlot = { device: 0, integrity: 1, secret: 5 } as const;

export async function giveMaterial(slot: MaterialSlot, ticket: TicketView): Promise<void> {
  useNavigation.getState().goStep(stepOfSlot[slot]);
  await useWizard.getState().material(slot, ticket);
}

async function follow(route: Route, ticket: TicketView): Promise<void> {
  const navigation = useNavigation.getState();
  switch (route.to) {
    case 'material':
      return giveMaterial(route.slot, ticket);
    case 'ask-slot':
      return navigation.set({ asking: [...navigation.asking, ticket] });
    case 'ask-object':
      return useObjects.getState().offer(ticket);
    case 'secret':
      navigation.goStep(stepOfSlot.secret);
      return useWizard.getState().secret(ticket);
    case 'review':
      navigation.goScreen('review');
      await usePlan.getState().open(ticket.ticket, route.as, originOf(navigation.room));
      return undefined;
    case 'inspect':
      navigation.goRoom('datasets');
      return useInspect.getState().open(ticket);
    case 'check':
      return useInspect.getState().check(route.as === 'secret' ? { secret: ticket.ticket } : { certificate: ticket.ticket });
    case 'fragment':
      return takeFragment(ticket);
    case 'build':
      return takeIntoBuild(ticket, route.as);
    case 'series':
      return useSeries.getState().take(ticket);
    case 'keys':
      navigation.goRoom('keys');
      return useKeys.getState().open(ticket);
    case 'reels':
      navigation.goRoom('reels');
      return useReels.getState().open([ticket]);
    case 'transport-key':
      await useReels.getState().unlock({ ticket: ticket.ticket });
      return undefined;
    case 'job':
      return useRunJob.getState().look(ticket.ticket);
    case 'job-key':
      return useJob.getState().change({ signer: ticket });
    case 'anchor':
      if (await useReels.getState().trust(ticket)) return undefined;
      return follow(route.otherwise, ticket);
    case 'whole-chip':
      navigation.goRoom('chip');
      return useWholeChip.getState().compare(ticket.ticket, ticket.name);
    case 'nowhere':
      return navigation.set({
        dropFault: { code: 'window/not-taken', what: appTexts.unknownWhat, object: ticket.name, why: route.why, todo: appTexts.unknownTodo(appTexts.taken) },
      });
    default:
      return unreachable(route);
  }
}

/** A file of this size can only be a bundle. The room of reels shows its progress, and the user can cancel it there. */
const largeBytes = 4 * 1024 * 1024;

function takeOne(file: File): Promise<Answer<'files/take'> | undefined> {
  if (file.size < largeBytes || isRunning(useRun.getState().run)) return client.takeFile(file);
  useNavigation.getState().goRoom('reels');
  return useReels.getState().handOver(file);
}

async function ticketOf(ask: Promise<Answer<'files/take'> | undefined>): Promise<TicketView | undefined> {
  const answer = await ask;
  if (answer?.ok === true) return answer.value;
  if (answer !== undefined) useNavigation.getState().set({ dropFault: answer.fault });
  return undefined;
}

const whereabouts = (): Whereabouts => {
  const { reels, shown } = useReels.getState();
  const { room, screen, step } = useNavigation.getState();
  return { room, screen, step, lockedReel: reels.some(({ id, lock }) => id === shown && lock === 'locked'), openObject: takesMaterial(useObjects.getState()), studio: whatIsShown() };
};

/** During a run, reports that a dropped file was not accepted. @returns whether a run is going on */
function refusedByRun(name: string): boolean {
  if (!isRunning(useRun.getState().run)) return false;
  useNavigation.getState().set({ dropFault: { code: 'window/run-on', what: appTexts.runOnWhat, object: name, why: appTexts.runOnWhy, todo: appTexts.runOnTodo } });
  return true;
}

async function send(ticket: TicketView): Promise<void> {
  if (refusedByRun(ticket.name)) return undefined;
  return follow(routeTicket(ticket.content, whereabouts()), ticket);
}

/** Takes files dropped anywhere. Each one goes where its content belongs. Does nothing during a run. */
export async function takeFiles(files: readonly File[]): Promise<void> {
  useNavigation.getState().set({ dropFault: undefined });
  const tickets: TicketView[] = [];
  for (const file of files) {
    if (await takePicture(file)) continue;
    const ticket = await ticketOf(takeOne(file));
    if (ticket !== undefined) tickets.push(ticket);
  }
  const bundles = tickets.filter(({ content }) => content === 'bundle');
  const rest = tickets.filter(({ content }) => content !== 'bundle');
  if (!(await openWithFragments(rest)) && !(await openWithDats(rest))) await sendAll(rest);
  await openBundles(bundles);
}

interface Meant {
  readonly ticket: TicketView;
  readonly route: Route;
}

/** Sends each file where it belongs. Key material is handled together at the end. */
async function sendAll(tickets: readonly TicketView[]): Promise<void> {
  const material: Meant[] = [];
  for (const ticket of tickets) {
    // Beside keys and certificates, a request or a public key is sorted with them and named as left over.
    const beside = tickets.length > 1 && (ticket.content === 'request' || ticket.content === 'public-key');
    const own = routeTicket(beside ? 'key-material' : ticket.content, whereabouts());
    // Several files are not meant for the one open object.
    const route: Route = own.to === 'ask-object' && tickets.length > 1 ? { to: 'ask-slot' } : own;
    if (route.to === 'material' || route.to === 'ask-slot') material.push({ ticket, route });
    else await send(ticket);
  }
  await takeMaterial(material);
}

/** Takes key material that was dropped together. With two pairs or two keys, the user is asked which is which. */
async function takeMaterial(material: readonly Meant[]): Promise<void> {
  const [first] = material;
  if (first === undefined || refusedByRun(first.ticket.name)) return;
  const tickets = material.map(({ ticket }) => ticket);
  const sorted = tickets.length < 2 ? undefined : await client.call('wizard/sort', { tickets: tickets.map(({ ticket }) => ticket) });
  const problem = sorted?.ok === true && sorted.value.length === 1 ? sorted.value[0]?.problem : undefined;
  if (problem !== undefined) return useNavigation.getState().set({ dropFault: problem });
  if (sorted?.ok === true && sorted.value.length > 1) return useNavigation.getState().set({ asking: tickets, groups: sorted.value });
  for (const { ticket, route } of material) await follow(route, ticket);
}

/**
 * Opens a manifest with fragments in separate files, which cannot be recognised without the manifest. @returns whether
 * the files were that
 */
async function openWithFragments(tickets: readonly TicketView[]): Promise<boolean> {
  const [manifest, ...others] = tickets.toSorted((a, b) => Number(b.content === 'data-set') - Number(a.content === 'data-set'));
  if (manifest?.content !== 'data-set' || others.length === 0 || others.some(({ content }) => content !== 'unknown' && content !== 'secret')) return false;
  if (others.every(({ content }) => content === 'secret') || refusedByRun(manifest.name)) return false;
  useNavigation.getState().goRoom('datasets');
  await useInspect.getState().open(manifest, others);
  return true;
}

/** Compares the Configurator's XML with its .dat files, which cannot be recognised without the XML. @returns whether the files were that */
async function openWithDats(tickets: readonly TicketView[]): Promise<boolean> {
  const [xml, ...others] = tickets.toSorted((a, b) => Number(b.content === 'chip-export') - Number(a.content === 'chip-export'));
  if (xml?.content !== 'chip-export' || others.length === 0 || others.some(({ name, content }) => content === 'chip-export' || !/\.dat$/i.test(name))) return false;
  if (refusedByRun(xml.name)) return true;
  useNavigation.getState().goRoom('chip');
  await useWholeChip.getState().compare(xml.ticket, xml.name, others.map(({ ticket }) => ticket));
  return true;
}

/** Reads a picture of a reel's letter. The picture does not leave the window. @returns whether the file is a picture */
async function takePicture(file: File): Promise<boolean> {
  if (!(await isPicture(file))) return false;
  if (refusedByRun(visible(file.name))) return true;
  useNavigation.getState().goRoom('reels');
  await useReels.getState().readLetter(file);
  return true;
}

/** Opens the archives of one bundle, which were dropped together in any order. */
async function openBundles(tickets: readonly TicketView[]): Promise<void> {
  const [first, ...others] = tickets;
  if (first === undefined) return;
  if (others.length === 0 || isRunning(useRun.getState().run)) return send(first);
  useNavigation.getState().goRoom('reels');
  await useReels.getState().open(tickets);
}

/** Text pasted into the window is treated like a file. */
export async function takeText(text: string): Promise<void> {
  useNavigation.getState().set({ dropFault: undefined });
  const ticket = await ticketOf(client.call('files/take-text', { name: appTexts.pasted, text }));
  if (ticket !== undefined) await send(ticket);
}

/** Contents that a place for a key takes, or refuses with its own words. */
const keyContents: ReadonlySet<TicketView['content']> = new Set(['key-material', 'encrypted-key', 'public-key', 'request']);

/** Takes files dropped on one slot of the wizard. Key material goes into that slot, other files go where they belong. */
export async function takeFilesInto(slot: MaterialSlot | 'secret', files: readonly File[]): Promise<void> {
  const material: Meant[] = [];
  for (const file of files) {
    if (await takePicture(file)) continue;
    const answer = await client.takeFile(file);
    if (!answer.ok) {
      useWizard.getState().refuse(slot, answer.fault);
      continue;
    }
    const ticket = answer.value;
    const wizard = useWizard.getState();
    if (slot === 'secret') await wizard.secret(ticket);
    else if (keyContents.has(ticket.content)) material.push({ ticket, route: { to: 'material', slot } });
    else if (slot === 'device' && ticket.content === 'secret') await wizard.material(slot, ticket);
    else await follow(routeTicket(ticket.content, useNavigation.getState()), ticket);
  }
  await takeMaterial(material);
}

/** What each slot of the builder takes or refuses itself. An AES key is hexadecimal text, as a secret is. */
const ownOfBuild: Readonly<Record<'key' | 'signer' | 'secret', readonly TicketView['content'][]>> = {
  key: [...keyContents, 'secret', 'unknown'],
  signer: [...keyContents, 'unknown'],
  secret: ['secret', 'unknown'],
};

/** Takes files dropped on one slot of the builder. Files of another kind go where they belong. */
export async function takeFilesIntoBuild(slot: 'key' | 'signer' | 'secret', files: readonly File[]): Promise<void> {
  for (const file of files) {
    if (await takePicture(file)) continue;
    const ticket = await ticketOf(client.takeFile(file));
    if (ticket === undefined) continue;
    if (ownOfBuild[slot].includes(ticket.content)) await useBuild.getState().give(slot, ticket);
    else await send(ticket);
  }
}
