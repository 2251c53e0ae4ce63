import { extname, join, normalize, sep } from 'node:path';

/**
 * The page's security policy. It forbids content from other places, inline scripts and styles, and text that becomes code or HTML.
 * Images may be data URLs, because the bundler inlines icons.
 */
export const contentPolicy = [
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
].join('; ');

/** Browser features that are denied, because our page never uses them. Only writing the clipboard is allowed. */
const denied = ['camera', 'clipboard-read', 'display-capture', 'geolocation', 'hid', 'idle-detection', 'local-fonts', 'microphone', 'midi', 'payment', 'screen-wake-lock', 'serial', 'storage-access', 'usb', 'window-management'];

export const permissionsPolicy = denied.map((name) => `${name}=()`).join(', ');

export const pageHeaders = {
  'content-security-policy': contentPolicy,
  'permissions-policy': permissionsPolicy,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cache-control': 'no-store',
};

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
};

export interface PageFile {
  readonly path: string;
  readonly type: string;
}

/** Finds the bundle's file for an address; undefined when the file is outside the folder or of another type. */
export function pageFile(folder: string, address: string): PageFile | undefined {
  let pathname: string;
  try {
    pathname = decodeURIComponent(new URL(address).pathname);
  } catch {
    return undefined;
  }
  if (pathname.includes('\0')) return undefined;
  const path = normalize(join(folder, pathname === '/' ? 'index.html' : pathname));
  const type = types[extname(path)];
  return type !== undefined && path.startsWith(folder + sep) ? { path, type } : undefined;
}
