/** Our equivalents of the options of the vendor's `optigatrust`. */
const options: Readonly<Record<string, (value: string) => string>> = {
  '--outform': (value) => `object read --as ${value === '' ? 'pem' : value.toLowerCase()}`,
  '--meta': () => 'object metadata',
  '--lock': () => 'object lock --yes-lock ID',
  '--unlock': () => 'update',
  '--export-json': () => 'export --as json',
  '--export-otc': () => 'export --as otc',
  '--target-id': () => 'prepare --target',
  '--int-id': () => 'prepare --anchor',
  '--int-file': () => 'prepare --anchor-certificate',
  '--curve': (value) => `keys generate --algorithm ${value === '' ? 'secp256r1' : value}`,
  '--rsa': () => 'keys generate --algorithm rsa1024 or rsa2048',
  '--key_size': (value) => `keys generate --algorithm rsa${value === '' ? '1024' : value}`,
  '--key_usage': () => 'keys generate --usage',
  '--pubout': () => 'keys generate --public',
  '--privout': () => 'keys new --out',
};

type Has = (option: string) => boolean;

const object = (has: Has): string => (has('-w') ? 'object write' : has('-c') ? 'object erase' : 'object read');

/** Our equivalents of the vendor's commands and programs: `optigatrust`, the data set tool, and the tools for Linux. */
const commands: Readonly<Record<string, (has: Has) => string>> = {
  'update-wizard': () => 'prepare',
  'create-keys': () => 'keys generate',
  protected_update_data_set: () => 'dataset build',
  trustm_cert: object,
  trustm_data: object,
  trustm_metadata: () => 'object metadata',
  trustm_read_data: () => 'export',
  trustm_read_status: () => 'export',
  trustm_readmetadata_data: () => 'export',
  trustm_readmetadata_private: () => 'export',
  trustm_readmetadata_status: () => 'export',
  trustm_protected_update: () => 'update',
  trustm_protected_update_aeskey: () => 'update',
  trustm_protected_update_data: () => 'update',
  trustm_protected_update_ecckey: () => 'update',
  trustm_protected_update_rsakey: () => 'update',
  trustm_ecc_keygen: () => 'keys generate',
  trustm_rsa_keygen: () => 'keys generate',
  trustm_symmetric_keygen: () => 'keys generate',
  trustm_ecc_sign: () => 'prove',
  trustm_rsa_sign: () => 'prove',
  trustm_monotonic_counter: () => 'counter',
  trustm_rng: () => 'random',
  trustm_chipinfo: () => 'info',
  trustm_probe: () => 'info',
};

/** A program's name without its folder and `.exe`. */
const programOf = (word: string): string => word.replace(/^.*[\\/]/, '').replace(/\.exe$/i, '');

/** Splits the command line into words in the form of the tables, each with the value after it. */
function wordsOf(argv: readonly string[]): (readonly [name: string, value: string])[] {
  return argv.map((word, i) => {
    const [name = '', value] = word.split(/=(.*)/s);
    const next = argv[i + 1] ?? '';
    return [name, value ?? (next.startsWith('-') ? '' : next)];
  });
}

/**
 * Finds our equivalent command when the command line was not understood because it contains the vendor's options.
 * @param unknown the unknown option or command; undefined when a command is missing
 * @returns for example "object read --as pem"
 */
export function insteadOfVendors(argv: readonly string[], unknown: string | undefined): string | undefined {
  const words = wordsOf(argv);
  const asked = words.find(([name]) => name === unknown && Object.hasOwn(options, name)) ?? words.find(([name]) => Object.hasOwn(options, name));
  if (asked !== undefined) return options[asked[0]]?.(asked[1]);
  const command = argv.map(programOf).find((word) => Object.hasOwn(commands, word));
  if (command !== undefined) return commands[command]?.((option) => argv.includes(option));
  const withoutCommand = argv.includes('object') && (unknown === '--id' || unknown === '--in');
  if (!withoutCommand) return undefined;
  const [, input] = words.find(([name]) => name === '--in') ?? [];
  // The vendor's tool writes a JSON file to the whole chip, like our import.
  if (input?.toLowerCase().endsWith('.json') === true) return 'import';
  return input === undefined ? 'object read' : 'object write';
}
