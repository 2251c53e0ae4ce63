import { Option, type CommandUnknownOpts } from '@commander-js/extra-typings';
import type { Bind } from './command.ts';
import { count, number } from './numbers.ts';
import { namedFile } from './outputs.ts';

const file = ['<file>', 'job (.tbjob)'] as const;

const runHelp = `
With --json, each event is one line:
  {"event":"unit","slot","chipId","serial"}
  {"event":"step","slot","chipId","step","title","object","state"}
  {"event":"result","slot","chipId","serial","result","code","why","hint","certificate":{"subject","serial","fingerprint"},"run","ms"}
  {"event":"no-chip","slot","code","why","hint"}   in several slots: no chip answered in this one
"result" is one of
  pass         every step is done and proved
  fail         nothing irreversible is half done; the unit may be tried again
  check        written but not all proved, or the chip is not what the job expects: keep it apart
  done-before  this job passed this chip already; nothing was written
  refused      not begun, for a reason that is not its chip ("code"); nothing was written, nothing counted
Exit code: 0 all passed, 1 some not, 2 wrong use, 3 port; in several slots also when no chip answered in one.`;

/** `job …`: what an engineer releases for many chips. */
export function buildJob(job: CommandUnknownOpts, bind: Bind): void {
  buildMake(job, bind);
  job
    .command('sign')
    .description('add a signature to a job')
    .argument(...file)
    .requiredOption('--signer <file>', 'private key: NIST P-256, P-384, P-521, or RSA from 2048 bits')
    .option('--key-password-file <file>', 'password of the key, - for stdin')
    .action(bind.argument(async () => (await import('./commands/job.ts')).jobSign));
  job
    .command('trust')
    .description('take jobs of this signer at this station')
    .argument('[file]', 'public key or certificate of the signer')
    .option('--remove', 'no longer take them')
    .option('--list', 'show whom this station trusts')
    .action(bind.argument(async () => (await import('./commands/jobTrust.ts')).jobTrust));
  job.command('verify').description('say who signed a job, and whether this station can run it; no chip is touched').argument(...file).action(bind.argument(async () => (await import('./commands/job.ts')).jobVerify));
  job.command('show').description('show a job in words').argument(...file).action(bind.argument(async () => (await import('./commands/job.ts')).jobShow));
  job.command('withdraw').description('never run any revision of this job at this station again').argument(...file).action(bind.argument(async () => (await import('./commands/job.ts')).jobWithdraw));
  job
    .command('run')
    .description('do one unit of a job, or several: one after the other, or in several slots at once')
    .argument('[slots...]', 'further slots after --slot A; --slot all: every slot')
    .requiredOption('--job <file>', 'job (.tbjob)')
    .option('--serial <number...>', 'serial number of the unit, as scanned; in several slots, one for each in their order')
    .option('--count <units>', 'so many units in each place; waits for the next chip in between; default 1', count)
    .option('--key-password-file <file>', 'password of the key that signs the data sets, - for stdin')
    .addHelpText('after', runHelp)
    .action(bind.argument(async () => (await import('./commands/jobRun.ts')).jobRun));
  job
    .command('report')
    .description('say what this station did with a job: the numbers, and each unit')
    .requiredOption('--job <file>', 'job (.tbjob)')
    .addOption(new Option('--as <form>', 'form of the report').choices(['html', 'json', 'csv'] as const).makeOptionMandatory())
    .option('--out <file>', 'file of the report; default: stdout')
    .action(bind.options(async () => (await import('./commands/jobReport.ts')).jobReport));
}

function buildMake(job: CommandUnknownOpts, bind: Bind): void {
  job
    .command('make')
    .description('make a job from a plan: rehearse it on the sample chip of --port, or on a simulated chip that is new')
    .requiredOption('--from <plan>', 'plan file')
    .requiredOption('--out <file>', 'job file (.tbjob)', namedFile)
    .option('--family <name>', 'without a port: v1, v3 or express')
    .option('--title <text>', "default: the plan's title")
    .option('--quantity <n>', 'units that may pass at a station; default 0 = no limit', number)
    .option('--valid-from <date>', '2026-12-01, or a time in UTC as 2026-12-01T06:00:00Z')
    .option('--until <date>', '2026-12-31 (to the end of that day, UTC), or a time in UTC')
    .option('--vary <step=source...>', 'content of a step for each unit: serial, serial:counter:SN-0001, serial:LIST, chip-id, pairs:FOLDER[,signer:KEY][,secret:NAME], data-sets:FOLDER, key-in-chip, fixed')
    .option('--serial <rule>', 'where serial numbers come from: given, counter:SN-0001, or a file with one a line')
    .option('--key-password-file <file>', "password of the signer's key file, - for stdin")
    .option('--material <name=file...>', 'files for the contents that the plan only names')
    .option('--yes-lock <id...>', 'type the id of each object that a step changes permanently')
    .option('--revises <job>', 'next revision of this job')
    .option('--id <uuid>', 'with --revision: id of the job')
    .option('--revision <n>', 'with --id: revision of the job', count)
    .option('--follows <id...>', 'ids of jobs: chips that passed one of these are taken too')
    .action(bind.options(async () => (await import('./commands/jobMake.ts')).jobMake));
}
