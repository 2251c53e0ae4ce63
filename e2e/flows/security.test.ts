import { createSocket } from 'node:dgram';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { delimiter, join } from 'node:path';
import { expect } from 'playwright/test';
import { contentPolicy, permissionsPolicy } from '../../electron/host/pages.ts';
import { reelsTexts } from '../../renderer/reels/texts.ts';
import { settingsTexts } from '../../renderer/settings/texts.ts';
import { flow, root, type Workstation } from '../fixture.ts';

/** Runs one of the attacks like an injected script: later, without the special rights of a test's script. */
const inPage = ({ page }: Workstation, name: string): Promise<string> =>
  page.evaluate(
    (wanted) =>
      new Promise<string>((resolve) => {
        const attack: unknown = Reflect.get(globalThis, wanted);
        setTimeout(() => {
          Promise.resolve()
            .then(() => (typeof attack === 'function' ? Reflect.apply(attack, undefined, []) : 'no such attack'))
            .then((value) => resolve(`done: ${String(value)}`), (thrown) => resolve(`stopped: ${String(thrown)}`));
        });
      }),
    name,
  );

const attacks: readonly [name: string, what: string, script: string, RegExp][] = [
  ['attackEval', 'eval', "eval('1 + 1')", /^stopped: EvalError/],
  ['attackFunction', 'new Function', "new Function('return 1')()", /^stopped: EvalError/],
  ['attackTimer', 'a timer with text', "(setTimeout('window.hit = 1', 0), new Promise((r) => setTimeout(() => r(window.hit), 50)))", /^stopped: .*TrustedScript/],
  ['attackHtml', 'HTML out of a text', "document.body.insertAdjacentHTML('beforeend', '<b>x</b>')", /^stopped: .*TrustedHTML/],
  ['attackInline', 'an inline script', "(() => { const s = document.createElement('script'); s.textContent = 'window.hit = 2'; document.head.append(s); return window.hit; })()", /^stopped: .*TrustedScript/],
  ['attackHandler', 'an inline handler', "(() => { const b = document.createElement('button'); b.setAttribute('onclick', 'window.hit = 3'); b.click(); return window.hit; })()", /^stopped: .*TrustedScript/],
  ['attackData', 'a script out of data', "import('data:text/javascript,export default 1')", /^stopped: .*Failed to fetch/],
  ['attackFetch', 'a request to elsewhere', "fetch('https://example.com/')", /^stopped: .*Failed to fetch/],
  ['attackOwn', 'a request to the own origin', "fetch('https://bench.localhost/index.html')", /^stopped: .*Failed to fetch/],
  ['attackBeacon', 'a beacon', "(() => { if (navigator.sendBeacon('https://example.com/', 'x') === false) throw new Error('refused'); return 'queued'; })()", /refused|queued/],
  ['attackSocket', 'a web socket', "new Promise((yes, no) => { const s = new WebSocket('wss://example.com/'); s.onopen = yes; s.onerror = () => no(new Error('refused')); })", /^stopped: /],
  ['attackImage', 'a picture from elsewhere', "new Promise((yes, no) => { const i = new Image(); i.onload = yes; i.onerror = () => no(new Error('refused')); i.src = 'https://example.com/a.png'; })", /^stopped: Error: refused/],
  ['attackWorker', 'a worker', "new Promise((yes, no) => { const w = new Worker(URL.createObjectURL(new Blob(['postMessage(1)']))); w.onmessage = yes; w.onerror = () => no(new Error('refused')); })", /^stopped: /],
  ['attackOpen', 'a second window', "window.open('https://bench.localhost/')?.closed ?? 'none'", /^done: (none|true|false)/],
  ['attackFrame', 'a page in a frame', "new Promise((yes) => { const f = document.createElement('iframe'); f.src = 'https://bench.localhost/'; f.onload = () => { let there = 'blocked'; try { there = f.contentDocument?.getElementById('root') ? 'loaded' : 'blocked'; } catch { there = 'blocked'; } yes(there); f.remove(); }; document.body.append(f); })", /^done: blocked/],
  ['attackSerial', 'a serial port of the browser', "navigator.serial === undefined ? Promise.reject(new Error('none')) : navigator.serial.getPorts()", /^stopped: .*(permissions policy|none)/],
  ['attackUsb', 'a USB device', "navigator.usb === undefined ? Promise.reject(new Error('none')) : navigator.usb.getDevices()", /^stopped: .*(permissions policy|none)/],
  ['attackClipboard', 'reading the clipboard', 'navigator.clipboard.readText()', /^stopped: NotAllowedError/],
  ['attackPlace', 'the place', "new Promise((yes, no) => navigator.geolocation.getCurrentPosition(yes, (e) => no(new Error(e.message))))", /^stopped: /],
];

flow('the page: exact headers, no Node, and no way to code, network, windows or devices', async ({ workstation, folders }) => {
  const { page, context } = workstation;
  await context.addInitScript({ content: attacks.map(([name, , script]) => `globalThis.${name} = () => ${script};`).join('\n') });
  const answered: string[] = [];
  context.on('response', (got) => answered.push(got.url()));
  const response = await page.reload();
  expect(response?.headers()).toMatchObject({ 'content-security-policy': contentPolicy, 'permissions-policy': permissionsPolicy, 'referrer-policy': 'no-referrer' });
  expect(await page.evaluate(() => ['process', 'require', 'module', 'Buffer', 'global', 'electron', 'ipcRenderer', '__dirname', 'setImmediate'].filter((name) => name in globalThis))).toEqual([]);
  for (const [name, what, , stopped] of attacks) {
    expect(await inPage(workstation, name), what).toMatch(stopped);
  }
  await expect.poll(() => context.pages().length).toBe(1);
  // A blocked beacon still reports that it was queued. The proof is that the server received nothing.
  expect(answered.filter((url) => !/^(https:\/\/bench\.localhost\/|data:)/.test(url))).toEqual([]);
  expect(await page.evaluate(() => Reflect.get(globalThis, 'hit') as unknown)).toBeUndefined();
  expect(readdirSync(folders.state).filter((name) => !/^(settings|wizard|public-keys)\.json$|^(journal|chromium)$|^simulated-/.test(name))).toEqual([]);
});

flow('nothing leaves by WebRTC', async ({ workstation: { page } }) => {
  const heard: string[] = [];
  const datagrams = createSocket('udp4').on('message', () => heard.push('datagram'));
  await new Promise<void>((resolve) => datagrams.bind(0, '127.0.0.1', resolve));
  const stream = createServer((socket) => void heard.push('connection', String(socket.destroy().destroyed)));
  await new Promise<void>((resolve) => stream.listen(0, '127.0.0.1', resolve));
  await page.evaluate(async ([udp, tcp]) => {
    const connection = new RTCPeerConnection({ iceServers: [{ urls: `stun:127.0.0.1:${udp}` }, { urls: `turn:127.0.0.1:${tcp}?transport=tcp`, username: 'secret', credential: 'x' }] });
    connection.createDataChannel('x');
    await connection.setLocalDescription(await connection.createOffer());
    const gathered = new Promise<void>((resolve) => {
      connection.onicegatheringstatechange = () => connection.iceGatheringState === 'complete' && resolve();
    });
    // A transfer that never completes must not deliver anything later either.
    await Promise.race([gathered, new Promise((resolve) => setTimeout(resolve, 1500))]);
  }, [datagrams.address().port, (stream.address() as AddressInfo).port] as const);
  datagrams.close();
  stream.close();
  expect(heard).toEqual([]);
});

flow('the door takes nothing from frames, nor from another page', async ({ workstation: { page } }) => {
  const fromFrame = await page.evaluate(async () => {
    const frame = document.createElement('iframe');
    document.body.append(frame);
    await new Promise((resolve) => setTimeout(resolve, 100));
    const call: unknown = Reflect.get(frame.contentWindow ?? {}, '__trustBenchCall');
    return typeof call === 'function' ? (Reflect.apply(call, frame.contentWindow, [{ door: 'call', name: 'app/info', request: {} }]) as Promise<unknown>) : 'none';
  });
  expect(JSON.stringify(fromFrame)).toMatch(/none|page that is not ours/);
  const fromSecond = await page.evaluate(async () => {
    const second = window.open('https://bench.localhost/');
    for (let i = 0; i < 20 && second !== null && !second.closed; i++) {
      const own: unknown = Reflect.get(second, '__trustBenchCall');
      if (typeof own === 'function') return Promise.race([Reflect.apply(own, second, [{ door: 'call', name: 'app/info', request: {} }]) as Promise<unknown>, new Promise((resolve) => setTimeout(() => resolve('none'), 2000))]);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    return 'none';
  });
  expect(JSON.stringify(fromSecond)).toMatch(/none|page that is not ours/);
  await page.evaluate(() => void (location.href = 'data:text/html,<p>elsewhere')).catch(() => undefined);
  await expect.poll(() => page.url(), { timeout: 5000 }).toBe('https://bench.localhost/');
});

const call = ({ page }: Workstation, name: string, request: unknown): Promise<string> =>
  page.evaluate(async ([operation, asked]) => {
    const answer = (await Reflect.apply(window.bench.call, undefined, [operation, asked])) as { ok: boolean; fault?: { code: string } };
    return answer.ok ? 'done' : (answer.fault?.code ?? '');
  }, [name, request] as const);

flow('a script in the page reaches no file, no port and no chip past the review', async ({ workstation, folders }) => {
  const { page } = workstation;
  const precious = join(folders.base, 'precious.json');
  writeFileSync(precious, '{"mine":true}');
  for (const path of [`simulated@${precious}`, `simulated:${precious}`, 'simulated@../precious.json', 'simulated@settings.json', 'simulated:constructor']) expect(await call(workstation, 'board/connect', { path }), path).toBe('port/not-simulated');
  for (const path of [precious, '/etc/passwd', folders.base]) expect(await call(workstation, 'board/connect', { path }), path).toBe('port/not-found');
  if (process.platform === 'linux') expect(await call(workstation, 'board/connect', { path: '/dev/null' })).toBe('port/not-serial');
  expect(readFileSync(precious, 'utf8')).toBe('{"mine":true}');
  expect(existsSync(`${precious}.lock`)).toBe(false);

  expect(await call(workstation, 'board/connect', { path: 'simulated' })).toBe('done');
  const review = (hex: string): Promise<string> =>
    page.evaluate(async (bytes) => {
      const answer = await window.bench.call('plan/from-edit', { kind: 'write', id: '0xF1D4', hex: bytes });
      return answer.ok ? answer.value.planId : '';
    }, hex);
  const run = (planId: string) => call(workstation, 'plan/run', { planId, confirmations: {} });
  const memory = (): string => readFileSync(join(folders.state, 'simulated-trust-m-v3.json'), 'utf8');
  expect(await run('00000000-0000-4000-8000-000000000000')).toBe('plan/not-reviewed');
  const older = await review('badc0de1');
  const newer = await review('badc0de2');
  expect(await run(older)).toBe('plan/review-void');
  await page.reload();
  expect(await run(newer), 'after a reload').toBe('plan/review-void');
  const shown = await review('badc0de3');
  const chip = (): Promise<string> =>
    page.evaluate(async () => {
      const answer = await window.bench.call('board/state', {});
      return answer.ok && answer.value.link === 'connected' ? (answer.value.chip?.chipId ?? '') : '';
    });
  const before = await chip();
  await call(workstation, 'board/simulate', { does: 'new-chip' });
  await expect.poll(async () => !['', before].includes(await chip()), { timeout: 5000 }).toBe(true);
  expect(await run(shown), 'on another chip').toBe('plan/review-void');
  expect(memory()).not.toContain('badc0de');
  const last = await review('badc0de4');
  expect(await run(last)).toBe('done');
  await expect.poll(memory).toContain('badc0de4');
});

flow.describe('an address outside', () => {
  /** A folder with a program that replaces the system's opener. */
  function opener(folder: string): string {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'xdg-open'), `#!/bin/sh\nprintf '%s\\n' "$#" "$1" > ${join(folder, 'opened')}\n`);
    chmodSync(join(folder, 'xdg-open'), 0o755);
    return folder;
  }
  const toLink = async ({ page }: Workstation): Promise<void> => {
    await page.getByRole('button', { name: 'Reels', exact: true }).click();
    const link = page.getByRole('button', { name: reelsTexts.openServiceLabel });
    await link.focus();
    await page.keyboard.press('Enter');
  };

  flow.skip(process.platform !== 'linux', "only on Linux the system's opener is a program in the path");

  flow('is opened by its button, by keyboard, and none that the page makes up', async ({ folders, open }) => {
    const bin = opener(join(folders.base, 'bin'));
    const workstation = await open({ PATH: `${bin}${delimiter}${process.env['PATH'] ?? ''}` });
    for (const link of ['https://example.com', 'file:///etc/passwd', '__proto__', 'cloud-id\0', '']) expect(await call(workstation, 'app/open-link', { link })).toBe('app/bad-message');
    expect(existsSync(join(bin, 'opened'))).toBe(false);
    await toLink(workstation);
    await expect.poll(() => existsSync(join(bin, 'opened')) && readFileSync(join(bin, 'opened'), 'utf8')).toBe('1\nhttps://cirrent.com\n');
  });

  flow('that cannot be opened is shown, to be copied', async ({ folders, open }) => {
    const bin = opener(join(folders.base, 'bin'));
    writeFileSync(join(bin, 'xdg-open'), '#!/bin/sh\nexit 3\n');
    const workstation = await open({ PATH: `${bin}${delimiter}${process.env['PATH'] ?? ''}` });
    await toLink(workstation);
    await workstation.page.getByRole('alert').filter({ hasText: 'Copy the address into a browser: https://cirrent.com' }).waitFor();
  });
});

flow('the licences can be read', async ({ workstation: { page, complaints } }) => {
  await page.getByRole('button', { name: 'Settings', exact: true }).click();
  await page.getByRole('button', { name: settingsTexts.licencesOpen }).click();
  const text = page.getByRole('region', { name: settingsTexts.licences });
  await text.getByText('react-dom').first().waitFor();
  expect(await text.textContent()).toBe(readFileSync(join(root, 'resources', 'licences.txt'), 'utf8'));
  await page.keyboard.press('Escape');
  await text.waitFor({ state: 'detached' });
  expect(complaints).toEqual([]);
});

flow('the window\'s bundle makes no code out of texts', () => {
  const assets = join(root, 'dist', 'renderer', 'assets');
  const scripts = readdirSync(assets).filter((name) => name.endsWith('.js'));
  const text = scripts.map((name) => readFileSync(join(assets, name), 'utf8')).join('\n');
  expect(scripts.length).toBeGreaterThan(0);
  expect(text.match(/(?<![\w.$])eval\s*\(|new Function\s*\(/g)).toBeNull();
  // zod's test for eval, which is switched off (renderer/client/noEval.ts); otherwise the policy would block it.
  expect(text.match(/(?<![\w$])Function\s*\((?:``|""|'')\)/g)?.length ?? 0).toBeLessThanOrEqual(1);
  const page = readFileSync(join(root, 'dist', 'renderer', 'index.html'), 'utf8');
  expect(page).not.toMatch(/<script(?![^>]*\bsrc=)|\son\w+=|https?:/);
});
