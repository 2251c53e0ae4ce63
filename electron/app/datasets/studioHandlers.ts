import type { Clock, Randomness } from '../../../core/bridge/bytePort.ts';
import type { SeriesView } from '../../../core/contract/datasets.ts';
import { ok } from '../../../core/result/result.ts';
import type { Tickets } from '../../files/tickets.ts';
import type { SaveFile } from '../../ports.ts';
import type { Handlers } from '../handlers.ts';
import type { Board } from '../../board/board.ts';
import { BuilderService } from './builderService.ts';
import { KeysService } from '../keys/index.ts';
import { SeriesService } from '../series/index.ts';
import { StudioService, type Reviewing } from './studioService.ts';

export interface StudioDependencies {
  readonly board: Board;
  readonly tickets: Tickets;
  readonly random: Randomness;
  readonly clock: Clock;
  readonly saveFile: SaveFile;
  readonly now: () => Date;
  readonly plans: Reviewing;
  readonly onSeries: (view: SeriesView) => void;
}

/** The services of the rooms "Data sets" and "Keys". */
export interface Studio {
  readonly sets: StudioService;
  readonly builder: BuilderService;
  readonly series: SeriesService;
  readonly keys: KeysService;
  /** Wipes every key and secret. */
  close(): Promise<void>;
}

export function createStudio(parts: StudioDependencies): Studio {
  const sets = new StudioService(parts);
  const builder = new BuilderService({ ...parts, studio: sets });
  const series = new SeriesService({ ...parts, template: () => builder.template(), onChange: parts.onSeries });
  const keys = new KeysService(parts);
  return {
    sets,
    builder,
    series,
    keys,
    async close() {
      await series.close();
      sets.forget();
      builder.forget();
      keys.forget();
    },
  };
}

type Area = Extract<keyof Handlers, `datasets/${string}` | `series/${string}` | `keys/${string}`>;

/** Implements the contract's operations of the two rooms. */
export const studioHandlers = ({ sets, builder, series, keys }: Studio): Pick<Handlers, Area> => ({
  'datasets/open': ({ ticket, fragments }) => sets.open(ticket, fragments),
  'datasets/view': ({ id }) => sets.view(id),
  'datasets/check': ({ id, ...against }) => sets.check(id, against),
  'datasets/export': ({ id, as }) => sets.export(id, as),
  'datasets/plan': ({ id }) => sets.plan(id),
  'datasets/form': () => builder.view(),
  'datasets/change': (part) => builder.change(part),
  'datasets/give': ({ slot, ticket, password }) => builder.give(slot, ticket, password),
  'datasets/make-secret': () => builder.makeSecret(),
  'datasets/build': () => builder.build(),
  'datasets/reset': () => (builder.forget(), builder.view()),
  'series/start': ({ ticket, as }) => series.start(ticket, as),
  'series/state': async () => ok(series.state()),
  'series/cancel': async () => ok(series.cancel()),
  'series/resume': async () => series.resume(),
  'keys/list': async () => keys.view(),
  'keys/new': ({ algorithm, name }) => keys.make(algorithm, name),
  'keys/open': ({ ticket, password }) => keys.open(ticket, password),
  'keys/forget': async ({ id }) => keys.forgetOne(id),
  'keys/certify': async (request) => keys.certify(request),
  'keys/request': async ({ id, subject }) => keys.request(id, subject),
  'keys/sign-request': async (request) => keys.signRequest(request),
  'keys/save': ({ id, part, password }) => keys.save(id, part, password),
  'keys/ticket': async ({ id }) => keys.ticketOf(id),
});
