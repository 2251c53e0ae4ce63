import { InvalidArgumentError, Option, type Command, type CommandUnknownOpts } from '@commander-js/extra-typings';
import type { Exchange } from '../../core/bridge/link.ts';
import { operatorLimit } from '../../core/contract/limits.ts';
import { faultGrammar } from '../../core/simulator/faults/grammar.ts';
import { countBy } from '../../core/objects/counter.ts';
import { exportForms, newKeyNames, readForms } from './choices.ts';
import type { Bind } from './command.ts';
import { buildBundle } from './bundleCommands.ts';
import { buildJob } from './jobCommands.ts';
import type { OnInterrupt } from './interrupts.ts';
import { count, number } from './numbers.ts';
import { namedFile } from './outputs.ts';
import { buildSlots } from './slotCommands.ts';

/** What the command line gets from outside. Tests can replace it. */
export interface Surroundings {
  readonly out: (text: string | Uint8Array) => void;
  readonly err: (text: string) => void;
  /** Writes to stderr what stdout did not accept. */
  readonly onlyOnce?: (text: string) => void;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly version: string;
  /** Called with every request to the chip and its answer. */
  readonly onExchange?: (exchange: Exchange) => void;
  /** Default: nobody stops a command. */
  readonly onInterrupt?: OnInterrupt;
}

function operatorName(text: string): string {
  if (text.trim() === '' || text.length > operatorLimit) throw new InvalidArgumentError(`A name has 1 to ${operatorLimit} characters.`);
  return text;
}

function pairs(text: string, before: readonly string[] = []): string[] {
  if (!/^[^=]+=./.test(text)) throw new InvalidArgumentError('Write it as ID=FILE, for example F1D0=reference.txt.');
  return [...before, text];
}

const slotNames = (text: string, before: readonly string[] = []): string[] => [...before, text];

/** The options of every command, and the output streams. */
export const withCommon = (program: Command, around: Surroundings) =>
  program
    .description('Provision OPTIGA(TM) Trust M secure elements over a PSoC(TM) bridge.')
    .version(around.version)
    .option('--port <path>', 'serial port, or simulated[:PROFILE][@STATEFILE]')
    .option('--slot <name>', 'instead of --port: a slot of this station, by its name or number', slotNames)
    .option('--json', 'one JSON document on stdout')
    .option('--quiet', 'no progress')
    .option('--timeout <ms>', "longest wait for an answer, instead of each command's own", count)
    .option('--operator <name>', 'who works here, for the record; else the name in Settings, else the user of the system', operatorName)
    .option('--authorize <id=file>', 'first authorize the chip with this reference, hex text, - for stdin; may be repeated', pairs)
    .option('--shielded', 'the firmware holds the binding secret: check the shielded connection first, then use it')
    .exitOverride()
    .configureOutput({ writeOut: (text) => around.out(text), writeErr: (text) => around.err(text), outputError: () => undefined })
    .showHelpAfterError(false);

/** Adds every command with its options. Scripts rely on these names. */
export function build(program: CommandUnknownOpts, bind: Bind, around: Surroundings): void {
  program.command('ports').description('list serial ports, boards first').action(bind.options(async () => (await import('./commands/ports.ts')).ports));
  program.command('info').description('identify the chip').action(bind.options(async () => (await import('./commands/info.ts')).info));
  buildObjects(program.command('object').description('read and write objects'), bind);
  buildWholeChip(program, bind);
  buildMaking(program, bind);
  buildProcedure(program, bind);
  buildSimulated(program, bind);
  buildSlots(program.command('slots').description('places on the bench, each with its board'), bind);
  const settings = program.command('settings').description("settings of this station that the window's operator cannot change");
  settings.command('pin').description("set the engineer's PIN, which leaves the operator's screen; it is typed, or comes from stdin on one line").action(bind.options(async () => (await import('./commands/settings.ts')).settingsPin));
  settings.command('confirm-clock').description('confirm with the PIN that the clock is right, although the journal has later lines: jobs run again').action(bind.options(async () => (await import('./commands/settings.ts')).settingsConfirmClock));
  buildJob(program.command('job').description('jobs: what an engineer releases for many chips'), bind);
  buildBundle(program.command('bundle').description('Cloud ID bundles: reels, their chips and secrets'), bind);
  for (const command of allOf(program)) command.exitOverride().configureOutput({ writeOut: (text) => around.out(text), writeErr: (text) => around.err(text), outputError: () => undefined });
}

const allOf = (command: CommandUnknownOpts): CommandUnknownOpts[] => command.commands.flatMap((child) => [child, ...allOf(child)]);

const yesLock = ['--yes-lock <id...>', 'type the id of each object that a step locks permanently'] as const;

function buildObjects(object: CommandUnknownOpts, bind: Bind): void {
  object.command('list').description('every object: type, sizes, conditions').action(bind.options(async () => (await import('./commands/objectRead.ts')).objectList));
  object
    .command('read')
    .description('read data; pem and der give the certificate without its identity tag')
    .requiredOption('--id <id>', 'object id')
    .addOption(new Option('--as <form>', 'form').choices(readForms))
    .option('--out <file>', 'write to a file; default and - stdout')
    .action(bind.options(async () => (await import('./commands/objectRead.ts')).objectRead));
  object
    .command('write')
    .description('write PEM, DER, hexadecimal, a C array, base64, a hex dump or binary, verified by read-back')
    .requiredOption('--id <id>', 'object id')
    .requiredOption('--in <file>', 'input, - for stdin')
    .addOption(new Option('--as <form>', 'text: write the text itself, not the bytes that it stands for').choices(['text']))
    .option('--offset <n>', 'write from this byte on; other bytes are kept', number)
    .option('--identity-tag', 'wrap the certificate into a TLS identity')
    .option('--no-identity-tag', 'plain DER')
    .option('--chain', 'for a file with several certificates: write the chain as a TLS identity')
    .option(...yesLock)
    .action(bind.options(async () => (await import('./commands/objectWrite.ts')).objectWrite));
  object
    .command('metadata')
    .description('show metadata, or change it and show before and after')
    .requiredOption('--id <id>', 'object id')
    .option('--set <json>', "the vendor's JSON form, or a file with it")
    .option(...yesLock)
    .action(bind.options(async () => (await import('./commands/objectWrite.ts')).objectMetadata));
  object
    .command('lock')
    .description('lifecycle to operational, permanently')
    .requiredOption('--id <id>', 'object id')
    .requiredOption(...yesLock)
    .action(bind.options(async () => (await import('./commands/objectWrite.ts')).objectLock));
}

function buildMaking(program: CommandUnknownOpts, bind: Bind): void {
  program.command('counter').description('read a monotonic counter, or count it up').requiredOption('--id <id>', 'object id').option('--add <n>', `count up by ${countBy.least} to ${countBy.most}`, number).action(bind.options(async () => (await import('./commands/counterAndRandom.ts')).counter));
  program.command('random').description('random bytes from the chip').argument('<n>', '8 to 256').action(bind.argument(async () => (await import('./commands/counterAndRandom.ts')).random));
  const keys = program.command('keys').description('make keys');
  keys
    .command('new')
    .description('make a key on this computer')
    .addOption(new Option('--algorithm <name>', 'algorithm').choices(newKeyNames).makeOptionMandatory())
    .requiredOption('--out <file>', 'private key, PEM (AES: hex)', namedFile)
    .option('--certificate <file>', 'self-signed certificate, PEM', namedFile)
    .option('--csr <file>', 'certificate signing request, PEM', namedFile)
    .option('--subject <dn>', 'for example "CN=Device 1, O=Example"')
    .option('--days <n>', 'validity of the certificate', number)
    .option('--force', 'overwrite an older key file')
    .action(bind.options(async () => (await import('./commands/keys.ts')).keysNew));
  buildGenerate(keys, bind);
  const dataset = program.command('dataset').description('protected-update data sets');
  dataset
    .command('build')
    .description("build one from the vendor tool's key=value options")
    .argument('<options...>', 'key=value')
    .option('--password <file>', "password of the key files, - for stdin")
    .action(bind.argument(async () => (await import('./commands/dataset.ts')).datasetBuild));
  dataset
    .command('inspect')
    .description('show the contents of a data set and check it')
    .argument('<file...>', 'any form; or a manifest and its fragments, or a folder with them')
    .option('--certificate <file>', "the signer's certificate")
    .option('--secret <file>', 'the secret, hex text')
    .option('--show-payload', 'print the decrypted payload')
    .action(bind.argument(async () => (await import('./commands/dataset.ts')).datasetInspect));
  dataset
    .command('header')
    .description('C header for the example firmware')
    .argument('<file...>', 'data set')
    .requiredOption('--kind <kind>', 'int, int_conf, ecc_key, rsa_key, aes_key, metadata')
    .requiredOption('--out <file>', 'header file, - for stdout')
    .action(bind.argument(async () => (await import('./commands/dataset.ts')).datasetHeader));
}

function buildGenerate(keys: CommandUnknownOpts, bind: Bind): void {
  keys
    .command('generate')
    .description('make a key on the chip; the chip signs the request')
    .requiredOption('--id <id>', 'key object')
    .addOption(new Option('--algorithm <name>', 'algorithm').choices(newKeyNames).makeOptionMandatory())
    .requiredOption('--usage <list>', 'sign,auth,enc,agree')
    .option('--public <file>', 'public key, PEM', namedFile)
    .option('--csr <file>', 'certificate signing request, PEM', namedFile)
    .option('--subject <dn>', 'for example "CN=Device 1, O=Example"')
    .option('--yes-overwrite <id...>', 'type the id of the object whose key is overwritten')
    .action(bind.options(async () => (await import('./commands/keysGenerate.ts')).keysGenerate));
}

function buildWholeChip(program: CommandUnknownOpts, bind: Bind): void {
  program
    .command('export')
    .description('save the whole chip to a file or folder')
    .addOption(new Option('--as <form>', "json: in the vendor tool's form; otc: folder for the Configurator").choices(exportForms).makeOptionMandatory())
    .requiredOption('--out <path>', 'file, - for stdout; folder for otc')
    .action(bind.options(async () => (await import('./commands/export.ts')).exportChip));
  program
    .command('import')
    .description('write the content of an export to the chip; reports every object')
    .requiredOption('--in <file>', 'JSON export, - for stdin')
    .option('--dry-run', 'rehearse only')
    .option(...yesLock)
    .action(bind.options(async () => (await import('./commands/import.ts')).importChip));
  program
    .command('compare')
    .description('compare a file with the chip, or two files, object by object')
    .requiredOption('--in <file>', 'JSON export')
    .option('--with <file>', 'compare with this file instead of the chip')
    .action(bind.options(async () => (await import('./commands/compare.ts')).compare));
  program
    .command('journal')
    .description('the journal of all runs')
    .command('verify')
    .description('find any changed, removed, added or moved line')
    .argument('<file>', 'a day of the journal')
    .option('--fingerprint <sha256>', 'the station that must have signed it')
    .action(bind.argument(async () => (await import('./commands/journal.ts')).journalVerify));
  program
    .command('chain')
    .description("check a certificate's chain to the pinned anchors")
    .argument('<id|file>', 'certificate object, or file')
    .option('--anchor <file...>', 'anchors of your own')
    .action(bind.argument(async () => (await import('./commands/chain.ts')).chain));
}

function buildProcedure(program: CommandUnknownOpts, bind: Bind): void {
  program
    .command('prepare')
    .description('the seven steps of the wizard, from options')
    .requiredOption('--target <id>', 'object to be updated')
    .requiredOption('--anchor <id>', 'object for the trust anchor')
    .requiredOption('--anchor-certificate <file>', "the signer's certificate")
    .option('--lock-anchor', 'lock the trust anchor')
    .option('--secret-id <id>', 'object for the secret')
    .option('--secret <file>', 'the secret, hex text, - for stdin')
    .option('--lock-secret', 'lock the secret; nobody can read it any longer')
    .option('--secret-unreadable', 'with the lock: read = never (default)')
    .option('--secret-readable', 'with the lock: the read condition stays as it is')
    .addOption(new Option('--update <what>', 'what will be updated').choices(['data', 'metadata', 'both']).makeOptionMandatory())
    .option('--flush', 'flush the content on a metadata update')
    .option(...yesLock)
    .option('--dry-run', 'rehearse only')
    .option('--plan-out <file>', 'save the plan', namedFile)
    .action(bind.options(async () => (await import('./commands/prepare.ts')).prepare));
  program
    .command('update')
    .description('check a data set and the chip, send it, verify')
    .requiredOption('--id <id>', 'object to be updated')
    .requiredOption('--file <file...>', 'data set; or its manifest and fragments, or a folder with them')
    .option('--secret <file>', 'secret of an encrypted data set, hex text, - for stdin: lets the rehearsal show its effect')
    .option(...yesLock)
    .option('--dry-run', 'rehearse only')
    .action(bind.options(async () => (await import('./commands/update.ts')).update));
  program
    .command('prove')
    .description("the chip signs; the certificate's public key verifies")
    .requiredOption('--key <id>', 'key object')
    .requiredOption('--certificate <id|file>', 'certificate object or file')
    .action(bind.options(async () => (await import('./commands/prove.ts')).prove));
  program
    .command('run')
    .description('run a saved plan, or continue an interrupted run')
    .argument('<plan>', 'plan file')
    .option('--dry-run', 'rehearse only')
    .option('--material <name=file...>', 'files for the contents that the plan only names')
    .option('--secret <file>', 'secret of encrypted data sets, hex text, - for stdin: lets the rehearsal show their effect')
    .option(...yesLock)
    .action(bind.argument(async () => (await import('./commands/run.ts')).run));
}

function buildSimulated(program: CommandUnknownOpts, bind: Bind): void {
  program
    .command('simulate')
    .description('run the simulated bridge and chip')
    .option('--stdio', 'on stdin and stdout')
    .option('--profile <name>', 'v1, v3 (default), express or a JSON export of a chip')
    .option('--state <file>', "the chip's memory; survives restarts", namedFile)
    .option('--baud <n>', 'limit the line to this speed', count)
    .option('--bound', "the firmware holds the chip's binding secret: a shielded connection")
    .addOption(new Option('--timing <how>', 'how long the chip takes').choices(['none', 'datasheet']).default('none'))
    .option('--fault <spec...>', 'inject faults (see below)')
    .addHelpText('after', `\n${faultGrammar}`)
    .action(bind.options(async () => (await import('./commands/simulate.ts')).simulate));
  program
    .command('demo')
    .description('the whole procedure on a simulated board, P-256 then RSA-2048')
    .option('--keep <dir>', 'keep the files', namedFile)
    .action(bind.options(async () => (await import('./commands/demo.ts')).demo));
}
