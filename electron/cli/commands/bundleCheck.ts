import type { Certificate } from '../../../core/certificates/certificate.ts';
import { sayChipId } from '../../../core/result/format.ts';
import { ok, type Result } from '../../../core/result/result.ts';
import { sayLine } from '../../../core/result/say.ts';
import { nodeRandomness } from '../../serial/randomness.ts';
import { checkBundle, checkChip, type OpenReel, sayChains, sayVerdict } from '../../app/reels/index.ts';
import { isSimulated } from '../../simulated/simulatedNames.ts';
import type { Action, Answered } from '../command.ts';
import { withChip, type Context } from '../context.ts';
import { progress } from '../io.ts';
import { askedPort } from '../slots.ts';
import { secretWords, withReel, type KeyOption } from './bundle.ts';
import { readAnchors } from './chain.ts';

interface CheckOptions extends KeyOption {
  readonly anchor?: readonly string[];
}

const checkPlugged = (context: Context, opened: OpenReel, anchors: readonly Certificate[]): Promise<Result<Answered>> =>
  withChip(context, async ({ chip, identity, port }) => {
    const checked = await checkChip({ chip, identity, reels: [opened.reel], anchors, now: new Date(), random: nodeRandomness, simulated: isSimulated(port) });
    if (!checked.ok) return checked;
    const { chipId, verdict, checks, reel } = checked.value;
    const says = sayVerdict(verdict, 1, reel?.reelId);
    const json = { chipId, reelId: opened.reel.reelId, verdict, says, checks };
    const lines = [`${sayChipId(chipId)}: ${says}`, ...checks.map((check) => `${check.state.padEnd(7)}  ${check.says}`)];
    return ok({ json, lines, ...(verdict === 'on-reel' ? {} : { exitCode: 1 }) });
  });

/** Maximum number of lines for people, and of entries for --json. */
const shownProblems = 10;
const toldProblems = 1000;

function checkAll({ io }: Context, { reel, lock }: OpenReel, anchors: readonly Certificate[]): Result<Answered> {
  const { problems, gaps, chains, good } = checkBundle(reel, anchors, new Date(), (object, count) => progress(io, `verifying ${count} certificates of ${object}`));
  const told = problems.slice(0, toldProblems).map((problem) => ({ code: problem.code, message: sayLine(problem) }));
  const json = { reelId: reel.reelId, good, secrets: lock === 'open' ? 'looked-at' : lock, problems: told, problemCount: problems.length, gaps, chains };
  const rest = problems.length - shownProblems;
  const lines = [
    `reel ${reel.reelId}: ${good ? 'is consistent' : 'is not consistent'}`,
    ...chains.map(({ object, of, trusted }) => `${object}: ${sayChains(of, trusted)}`),
    lock === 'open' ? 'secrets: checked' : lock === 'locked' ? 'secrets: not checked; give --transport-key-file' : secretWords[lock],
    ...gaps.map((gap) => `gap: ${gap}`),
    ...told.slice(0, shownProblems).map(({ message }) => `problem: ${message}`),
    ...(rest > 0 ? [`and ${rest} problems more`] : []),
  ];
  return ok({ json, lines, ...(good ? {} : { exitCode: 1 }) });
}

/** With a port: checks whether the connected chip is genuine and on this reel. Without a port: checks whether the bundle is consistent. */
export const bundleCheck: Action<CheckOptions> = async (context, options, [path = '']) => {
  const anchors = await readAnchors(options.anchor ?? []);
  if (!anchors.ok) return anchors;
  return withReel(context, path, options, async (opened): Promise<Result<Answered>> => {
    const asked = await askedPort(context);
    if (!asked.ok) return asked;
    return asked.value !== undefined ? checkPlugged(context, opened, anchors.value) : checkAll(context, opened, anchors.value);
  });
};
