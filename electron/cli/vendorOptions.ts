/** The equivalents of the options of the vendor's `optigatrust`. */
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

const commands: Readonly<Record<string, string>> = { 'update-wizard': 'prepare', 'create-keys': 'keys generate' };

/** A word of the command line in the form of the tables, and the value after it. */
function wordsOf(argv: readonly string[]): (readonly [name: string, value: string])[] {
  return argv.map((word, i) => {
    const [name = '', value] = word.split(/=(.*)/s);
    const next = argv[i + 1] ?? '';
    return [name, value ?? (next.startsWith('-') ? '' : next)];
  });
}

/**
 * The equivalent command, when a command line that was not understood contains the vendor's options.
 * @param unknown the unknown option or command; undefined when a command is missing
 * @returns for example "object read --as pem"
 */
export function insteadOfVendors(argv: readonly string[], unknown: string | undefined): string | undefined {
  const words = wordsOf(argv);
  const asked = words.find(([name]) => name === unknown && Object.hasOwn(options, name)) ?? words.find(([name]) => Object.hasOwn(options, name));
  if (asked !== undefined) return options[asked[0]]?.(asked[1]);
  const command = argv.find((word) => Object.hasOwn(commands, word));
  if (command !== undefined) return commands[command];
  const withoutCommand = argv.includes('object') && (unknown === '--id' || unknown === '--in');
  if (!withoutCommand) return undefined;
  return argv.includes('--in') ? 'object write' : 'object read';
}
