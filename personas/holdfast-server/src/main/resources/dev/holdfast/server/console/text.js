// How texts, times and sizes are shown. Texts come from anybody: control and direction characters are made visible, and
// what is shown of one text cannot turn the text around it.

import { h } from './dom.js';

/** Whatever hides, or changes the order of what is beside it. Tabs and line ends are layout, not hidden. */
const HIDDEN = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u00AD\u061C\u180E\u200B\u200E\u200F\u2028-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFB\u{E0000}-\u{E007F}]/gu;

function codeOf(character) {
  return 'U+' + character.codePointAt(0).toString(16).toUpperCase().padStart(4, '0');
}

/** The parts of a text, with what is hidden in it as marks. */
export function visible(text) {
  const parts = [];
  let from = 0;
  for (const match of text.matchAll(HIDDEN)) {
    parts.push(text.slice(from, match.index),
      h('span', { class: 'hidden-character', title: 'a character that cannot be seen' }, codeOf(match[0])));
    from = match.index + match[0].length;
  }
  parts.push(text.slice(from));
  return parts.filter((part) => part !== '');
}

/** A text in a line, kept apart from what is around it. */
export function isolated(text, className) {
  return h('bdi', { class: className }, visible(String(text).replace(/\s*[\r\n]+\s*/g, ' ↵ ')));
}

/** A text with its lines. */
export function block(text, className = 'text-block') {
  return h('pre', { class: className, dir: 'auto', tabindex: 0 }, visible(text.replace(/\r\n?/g, '\n')));
}

const DATE = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });

/** A time, with how long ago that is. */
export function time(iso) {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) {
    return isolated(iso);
  }
  return h('time', { datetime: iso, title: iso }, DATE.format(date));
}

export function ago(iso, now = Date.now()) {
  return duration(Math.max(0, now - new Date(iso).getTime()));
}

/** A duration in the unit that fits. */
export function duration(millis) {
  if (millis <= 0) return '0 ms';
  if (millis < 10) return `${millis.toFixed(1)} ms`;
  if (millis < 1000) return `${Math.round(millis)} ms`;
  const seconds = millis / 1000;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 120) return `${Math.round(seconds)} s`;
  if (seconds < 7200) return `${Math.round(seconds / 60)} min`;
  if (seconds < 172800) return `${Math.round(seconds / 3600)} h`;
  return `${Math.round(seconds / 86400)} days`;
}

export function size(bytes) {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1048576) return `${(bytes / 1024).toFixed(1)} KiB`;
  return `${(bytes / 1048576).toFixed(1)} MiB`;
}

export function count(number, one, many = one + 's') {
  return `${number.toLocaleString('en')} ${number === 1 ? one : many}`;
}

/** A short form of a revision, to be recognized by. */
export function revision(text) {
  return text ? h('code', { class: 'revision', title: text }, text.slice(0, 8)) : h('span', { class: 'muted' }, 'nothing');
}

/** Where a persona is shown. */
export function personaUrl(fileName, ...rest) {
  return ['#/personas', ...[fileName, ...rest].map(encodeURIComponent)].join('/');
}

/** What is wrong with a persona, or worth a look. */
export function findings(list) {
  if (!list.length) return null;
  return h('ul', { class: 'findings' }, list.map((finding) => h('li', { 'data-severity': finding.severity },
    h('span', { class: 'badge', 'data-kind': finding.severity }, finding.severity), ' ',
    finding.line ? h('span', { class: 'muted' }, `line ${finding.line}: `) : null, isolated(finding.message))));
}
