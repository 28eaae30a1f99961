// Two texts side by side. Which lines differ the server says; here they are put beside each other.

import { get } from './api.js';
import { empty, h, replace } from './dom.js';
import { crumbs } from './persona.js';
import { isolated, personaUrl, revision, visible } from './text.js';

/** The rows of a unified difference: each has a line of the left side, of the right side, or of both. */
export function rowsOf(unified) {
  const rows = [];
  let left = 0;
  let right = 0;
  let removed = [];
  let added = [];
  const flush = () => {
    for (let i = 0; i < Math.max(removed.length, added.length); i++) {
      rows.push({ kind: 'changed', left: removed[i], right: added[i] });
    }
    removed = [];
    added = [];
  };
  const lines = unified.split('\n');
  if (lines.at(-1) === '') lines.pop();
  let inside = false;
  for (const line of lines) {
    const hunk = /^@@ -(\d+)(?:,\d+)? \+(\d+)(?:,\d+)? @@/.exec(line);
    if (hunk) {
      flush();
      left = Number(hunk[1]);
      right = Number(hunk[2]);
      rows.push({ kind: 'gap', line: left });
      inside = true;
    } else if (!inside) {
      continue; // the names of the two sides
    } else if (line.startsWith('-')) {
      removed.push({ line: left++, text: line.slice(1) });
    } else if (line.startsWith('+')) {
      added.push({ line: right++, text: line.slice(1) });
    } else if (line.startsWith('\\')) {
      const last = added.at(-1) ?? removed.at(-1);
      if (last) last.open = true;
    } else {
      flush();
      rows.push({ kind: 'same', left: { line: left++, text: line.slice(1) }, right: { line: right++, text: line.slice(1) } });
    }
  }
  flush();
  return rows;
}

/** What two lines have in common at their beginning and end; nothing if that is little, since marks would not help. */
function parts(one, other) {
  const most = Math.min(one.length, other.length);
  let start = 0;
  while (start < most && one[start] === other[start]) start++;
  let end = 0;
  while (end < most - start && one.at(-1 - end) === other.at(-1 - end)) end++;
  // never through the middle of a character
  if (start > 0 && /[\uD800-\uDBFF]/.test(one[start - 1])) start--;
  if (end > 0 && /[\uDC00-\uDFFF]/.test(one.at(-end))) end--;
  return start + end < most / 3 ? { start: 0, end: 0 } : { start, end };
}

function cell(side, other, name) {
  if (!side) return [h('td', { class: 'line-number' }), h('td', { class: `diff-${name} diff-nothing` })];
  const { start, end } = other && other.text !== side.text ? parts(side.text, other.text) : { start: 0, end: 0 };
  const text = side.text.replace(/\r$/, '');
  const stop = Math.max(start, side.text.length - end);
  const inner = other && other.text !== side.text && (start || end)
    ? [visible(text.slice(0, start)), h('mark', {}, visible(text.slice(start, stop))), visible(text.slice(stop))] : visible(text);
  return [h('td', { class: 'line-number' }, side.line),
    h('td', { class: `diff-${name}` }, h('span', { class: 'diff-text', dir: 'auto' }, inner), side.open ? h('span', { class: 'badge' }, 'no line end') : null)];
}

/** A table of the two sides. */
export function table(unified, from, to) {
  return h('div', { class: 'scroll diff-frame', tabindex: 0, role: 'region', 'aria-label': 'Differences' }, h('table', { class: 'diff' },
    h('colgroup', {}, ['number', 'text', 'number', 'text'].map((kind) => h('col', { class: `diff-col-${kind}` }))),
    h('thead', {}, h('tr', {}, h('th', { colspan: 2, scope: 'col' }, from), h('th', { colspan: 2, scope: 'col' }, to))),
    h('tbody', {}, rowsOf(unified).map((row) => (row.kind === 'gap'
      ? h('tr', { class: 'diff-gap' }, h('td', { colspan: 4 }, `line ${row.line}`))
      : h('tr', { 'data-kind': row.kind },
        cell(row.left, row.kind === 'same' ? null : row.right, row.kind === 'same' ? 'same' : 'removed'),
        cell(row.right, row.kind === 'same' ? null : row.left, row.kind === 'same' ? 'same' : 'added')))))));
}

export async function show(view, fileName, from, to) {
  const answer = from ? await get('/persona/diff', { persona: fileName, from, to }) : await first(fileName, to);
  replace(view, crumbs(h('a', { href: personaUrl(fileName) }, isolated(fileName)), h('a', { href: personaUrl(fileName, 'history') }, 'History')),
    h('header', { class: 'view-head' }, h('h1', {}, 'What changed in ', isolated(fileName))),
    answer.diff ? table(answer.diff, ['Before ', revision(answer.fromRevision)], ['After ', revision(answer.toRevision)])
      : empty('The same text', h('p', {}, 'The two revisions do not differ.')));
}

/** Everything is new. */
async function first(fileName, to) {
  const source = await get('/persona/source', { persona: fileName, revision: to });
  const lines = source.text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  return { fromRevision: '', toRevision: source.revision, diff: [`@@ -0,0 +1,${lines.length} @@`, ...lines.map((line) => `+${line}`)].join('\n') };
}
