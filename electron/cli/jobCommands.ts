import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import type { Bind } from './command.ts';
import { jobShow, jobSign, jobVerify, jobWithdraw } from './commands/job.ts';
import { jobTrust } from './commands/jobTrust.ts';

const file = ['<file>', 'job (.tbjob)'] as const;

/** `job …`: what an engineer releases for many chips. */
export function buildJob(job: CommandUnknownOpts, bind: Bind): void {
  job
    .command('sign')
    .description('add a signature to a job')
    .argument(...file)
    .requiredOption('--signer <file>', 'private key: NIST P-256, P-384, P-521, or RSA from 2048 bits')
    .option('--key-password-file <file>', 'password of the key, - for stdin')
    .action(bind.argument(jobSign));
  job
    .command('trust')
    .description('take jobs of this signer at this station')
    .argument('[file]', 'public key or certificate of the signer')
    .option('--remove', 'no longer take them')
    .option('--list', 'show whom this station trusts')
    .action(bind.argument(jobTrust));
  job.command('verify').description('say who signed a job, and whether this station can run it; no chip is touched').argument(...file).action(bind.argument(jobVerify));
  job.command('show').description('show a job in words').argument(...file).action(bind.argument(jobShow));
  job.command('withdraw').description('never run any revision of this job at this station again').argument(...file).action(bind.argument(jobWithdraw));
}
