import { join, sep } from 'node:path';
import { describe, expect, it } from 'vitest';
import { contentPolicy, pageFile, pageHeaders, permissionsPolicy } from './pages.ts';

const folder = join(sep, 'app', 'renderer');
const served = (address: string) => pageFile(folder, address)?.path;

describe('the window\'s pages', () => {
  it.each([
    ['https://bench.localhost/', 'index.html'],
    ['bench://app/', 'index.html'],
    ['https://bench.localhost/assets/a.js?x=1#y', join('assets', 'a.js')],
    ['https://bench.localhost/a%20b.css', 'a b.css'],
  ])('%s is %s', (address, name) => expect(served(address)).toBe(join(folder, name)));

  it.each([
    'https://bench.localhost/../secret.js',
    'https://bench.localhost/%2e%2e/secret.js',
    'https://bench.localhost/..%2fsecret.js',
    'https://bench.localhost/assets/..%2f..%2fsecret.js',
    'https://bench.localhost/a%00.js',
    'https://bench.localhost/%zz.js',
    'https://bench.localhost/preload.cjs',
    'https://bench.localhost/index.js.map',
    'https://bench.localhost/assets',
    'not an address',
  ])('%s is nothing', (address) => {
    const path = served(address);
    expect(path === undefined || path.startsWith(folder + sep)).toBe(true);
    expect(path ?? '').not.toMatch(/cjs|map|\0/);
  });

  it('come with exactly this policy', () => {
    expect(contentPolicy.split('; ')).toEqual([
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "font-src 'self'",
      "img-src 'self' data:",
      "connect-src 'none'",
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
      "require-trusted-types-for 'script'",
      "trusted-types 'none'",
    ]);
    expect(contentPolicy).not.toMatch(/unsafe|\*|https?:|blob:|wasm/);
  });

  it('come with exactly these headers', () => {
    expect(pageHeaders).toEqual({
      'content-security-policy': contentPolicy,
      'permissions-policy': permissionsPolicy,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cache-control': 'no-store',
    });
    for (const name of ['serial', 'usb', 'hid', 'camera', 'microphone', 'geolocation', 'clipboard-read']) expect(permissionsPolicy.split(', ')).toContain(`${name}=()`);
    expect(permissionsPolicy).not.toContain('clipboard-write');
  });
});
