import { Option, type CommandUnknownOpts } from '@commander-js/extra-typings';
import { secretForms } from '../../core/bundle/exportSecrets.ts';
import type { Bind } from './command.ts';
import { count, number } from './numbers.ts';
import { namedFile } from './outputs.ts';

const transportKey = ['--transport-key-file <file>', 'the transport key, - for stdin'] as const;
const file = ['<file>', 'bundle (.7z, .zip), or a folder with its archives'] as const;

/** `bundle …`: Cloud ID bundles of reels. */
export function buildBundle(bundle: CommandUnknownOpts, bind: Bind): void {
  bundle.command('inspect').description('show what a bundle holds and what is missing').argument(...file).option(...transportKey).action(bind.argument(async () => (await import('./commands/bundle.ts')).bundleInspect));
  bundle.command('find').description('show one chip: its certificates, and whether it has secrets').argument(...file).requiredOption('--chip <id>', 'chip id').option(...transportKey).action(bind.argument(async () => (await import('./commands/bundle.ts')).bundleFind));
  bundle
    .command('check')
    .description('with --port: check whether the connected chip is genuine and on this reel; without: check whether the bundle is consistent')
    .argument(...file)
    .option('--anchor <file...>', 'anchors of your own')
    .option(...transportKey)
    .action(bind.argument(async () => (await import('./commands/bundleCheck.ts')).bundleCheck));
  bundle
    .command('authorize')
    .description("the plugged-in chip with the reel's authorization reference; what that opens. It lasts for this command")
    .argument(...file)
    .requiredOption(...transportKey)
    .option('--reference <id>', 'object that holds the reference', 'F1D0')
    .action(bind.argument(async () => (await import('./commands/bundleAuthorize.ts')).bundleAuthorize));
  bundle
    .command('header')
    .description("a chip's platform binding secret as a C header for the firmware")
    .argument(...file)
    .requiredOption('--chip <id>', 'chip id')
    .requiredOption(...transportKey)
    .option('--out <file>', 'header file, readable only by your account; default and - stdout')
    .option('--yes-in-clear <reel>', "with --out: type the reel's id")
    .action(bind.argument(async () => (await import('./commands/bundleSecrets.ts')).bundleHeader));
  bundle
    .command('export')
    .description('secrets of one chip or the whole reel, encrypted to an age recipient')
    .argument(...file)
    .addOption(new Option('--as <form>', 'form').choices(secretForms).makeOptionMandatory())
    .requiredOption('--out <file>', 'file', namedFile)
    .requiredOption(...transportKey)
    .option('--chip <id>', 'this chip only')
    .option('--recipient <age1…>', 'public key of an age identity')
    .option('--yes-in-clear <reel>', "save unencrypted: type the reel's id")
    .action(bind.argument(async () => (await import('./commands/bundleSecrets.ts')).bundleExport));
  bundle
    .command('make-sample')
    .description('a bundle for tests with a private CA, and simulated chips that belong to it')
    .requiredOption('--out <folder>', 'new folder', namedFile)
    .option('--chips <n>', 'how many, default 10', count)
    .option('--simulated <n>', 'number of simulated chips to make, default 1', number)
    .addOption(new Option('--as <form>', 'outer archive').choices(['7z', 'zip']))
    .action(bind.options(async () => (await import('./commands/bundleSample.ts')).bundleSample));
}
