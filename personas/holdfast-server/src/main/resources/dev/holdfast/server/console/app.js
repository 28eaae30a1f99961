// The frame: which view is shown for which address.

import { announce, failure, h, replace } from './dom.js';
import { listen } from './live.js';
import { initTheme } from './theme.js';
import * as backups from './backups.js';
import * as diff from './diff.js';
import * as editor from './editor.js';
import * as exchange from './exchange.js';
import * as health from './health.js';
import * as history from './history.js';
import * as locks from './locks.js';
import * as persona from './persona.js';
import * as personas from './personas.js';

const main = document.getElementById('main');
const HOME = '#/locks';

// Each view shows itself in an element, and may return what is called when it is left. What leaves must be asked first
// if it has an unsaved text: then it has a property "leaving".
const ROUTES = [
  [/^#\/locks$/, locks.show],
  [/^#\/personas$/, personas.show],
  [/^#\/personas\/-\/new$/, editor.showNew],
  [/^#\/personas\/([^/]+)$/, persona.show],
  [/^#\/personas\/([^/]+)\/edit$/, editor.show],
  [/^#\/personas\/([^/]+)\/history$/, history.show],
  [/^#\/personas\/([^/]+)\/diff\/([^/]*)\/([^/]*)$/, diff.show],
  [/^#\/backups$/, backups.show],
  [/^#\/exchange$/, exchange.show],
  [/^#\/health$/, health.show],
];

let leave = null;
let shown = null;
let turn = 0;

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function routeOf(hash) {
  for (const [pattern, view] of ROUTES) {
    const match = pattern.exec(hash);
    if (match) return { view, parts: match.slice(1).map(decoded) };
  }
  return null;
}

function markSection(hash) {
  for (const link of document.querySelectorAll('.sections a')) {
    if (hash.startsWith(link.getAttribute('href'))) {
      link.setAttribute('aria-current', 'page');
    } else {
      link.removeAttribute('aria-current');
    }
  }
}

async function go() {
  const hash = location.hash || HOME;
  if (hash === shown) return;
  if (leave?.leaving && !(await leave.leaving())) {
    keepAddress(shown);
    return;
  }
  const mine = ++turn;
  const first = shown === null;
  leave?.();
  leave = null;
  shown = hash;
  markSection(hash);
  const view = h('div', { class: 'view' });
  const route = routeOf(hash);
  if (!route) {
    replace(main, failure({ status: 404, message: 'This page has nothing at that address.', hint: '' }),
      h('p', {}, h('a', { href: HOME }, 'To the locks')));
    return;
  }
  const waiting = setTimeout(() => { if (mine === turn) replace(main, h('p', { class: 'loading' }, 'Loading…')); }, 150);
  let left;
  try {
    left = await route.view(view, ...route.parts);
  } catch (error) {
    replace(view, failure(error, again));
  }
  clearTimeout(waiting);
  if (mine !== turn) {
    left?.();
    return;
  }
  leave = left ?? null;
  replace(main, view);
  const title = view.querySelector('h1')?.textContent ?? 'Holdfast';
  document.title = `${title} · Holdfast`;
  if (!first) {
    scrollTo(0, 0);
    main.focus({ preventScroll: true });
    announce(title);
  }
}

/** The address of what is still shown, without showing it anew. */
function keepAddress(hash) {
  window.history.replaceState(null, '', hash);
}

/** Shows the same view anew. */
function again() {
  shown = null;
  go();
}

document.addEventListener('holdfast:again', again);
document.getElementById('skip').addEventListener('click', (event) => {
  event.preventDefault(); // the address is that of the view
  main.focus();
});
window.addEventListener('hashchange', go);
window.addEventListener('beforeunload', (event) => {
  if (leave?.unsaved?.()) event.preventDefault();
});

initTheme();
go();
listen();
