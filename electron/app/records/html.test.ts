import { describe, expect, it } from 'vitest';
import { html } from './html.ts';

describe('a template of a page', () => {
  it('escapes whatever is put into it', () => {
    expect(String(html`<p title="${`a"b'c`}">${'<img src=x>'} & ${'R&D'} ${7}</p>`)).toBe('<p title="a&quot;b&#39;c">&lt;img src=x&gt; & R&amp;D 7</p>');
  });

  it('shows what would turn the direction or end the line', () => {
    expect(String(html`<p>${'a\u202eb\nc'}</p>`)).toBe('<p>a\\u202eb\\u000ac</p>');
  });

  it('takes its own pieces as they are, alone and in a list', () => {
    expect(String(html`<ul>${['<a>', '<b>'].map((item) => html`<li>${item}</li>`)}</ul>${html`<hr>`}`)).toBe('<ul><li>&lt;a&gt;</li><li>&lt;b&gt;</li></ul><hr>');
  });
});
