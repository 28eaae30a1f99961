// All personas, and what was deleted.

import { allPersonas, get, may, post } from './api.js';
import { announce, empty, h, notify, replace } from './dom.js';
import { moment, on } from './live.js';
import { count, findings, isolated, personaUrl, time } from './text.js';

const MOST_SHOWN = 100;
let lastSearch = '';

export async function show(view) {
  const begun = moment();
  let [all, gone] = await Promise.all([allPersonas(), get('/deleted')]);
  const mayChange = await may('write', 'edit_persona');
  let most = MOST_SHOWN;
  const search = h('input', { type: 'search', id: 'search', value: lastSearch, placeholder: 'Name, description, trigger, author',
    autocomplete: 'off', spellcheck: 'false', 'aria-keyshortcuts': '/' });
  const result = h('p', { class: 'muted', role: 'status' });
  const list = h('ul', { class: 'persona-list' });
  const deleted = h('div');

  function showList() {
    const words = fold(search.value).split(/\s+/).filter(Boolean);
    const found = all.filter((one) => words.every((word) => searchable(one).includes(word)));
    const invalid = all.filter((one) => !one.valid).length;
    result.textContent = (words.length ? `${found.length} of ${count(all.length, 'persona')}` : count(all.length, 'persona'))
      + (invalid ? `, ${invalid} invalid` : '');
    if (!found.length) {
      replace(list, h('li', {}, all.length ? empty('No persona has that', h('p', {}, 'Search with fewer words.'))
        : empty('No personas yet', h('p', {}, 'Create one, or import what you have.'))));
      return;
    }
    replace(list, found.slice(0, most).map(lineOf), found.length > most
      ? h('li', {}, h('button', { type: 'button', onclick: () => { most += MOST_SHOWN * 5; showList(); } },
        `Show more (${found.length - most})`)) : null);
  }

  search.addEventListener('input', () => { lastSearch = search.value; most = MOST_SHOWN; showList(); });
  replace(view,
    h('header', { class: 'view-head' }, h('h1', {}, 'Personas'),
      h('div', { class: 'actions' }, mayChange ? h('a', { class: 'button primary', href: '#/personas/-/new' }, 'New persona') : null)),
    h('search', { class: 'search' }, h('label', { for: 'search' }, 'Search'), search, result), list, deleted);
  showList();
  showDeleted(deleted, gone, mayChange);

  const reload = async () => {
    [all, gone] = await Promise.all([allPersonas(), get('/deleted')]);
    showList();
    showDeleted(deleted, gone, mayChange);
  };
  const key = (event) => {
    if (event.key === '/' && !event.target.closest('input, textarea, select, dialog')) {
      event.preventDefault();
      search.focus();
    }
  };
  document.addEventListener('keydown', key);
  const ends = [
    on('personas', async (changes) => {
      await reload();
      announce(changes.length === 1 ? `${changes[0].fileName} was ${changes[0].what}` : `${changes.length} personas have changed`);
    }, begun),
    on('back', reload, begun),
  ];
  return () => {
    document.removeEventListener('keydown', key);
    ends.forEach((end) => end());
  };
}

const fold = (text) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();

function searchable(one) {
  one.folded ??= fold([one.name, one.description, one.fileName, one.author, one.category, one.uniqueId, ...(one.triggers ?? [])]
    .filter(Boolean).join(' '));
  return one.folded;
}

function lineOf(one) {
  const warnings = one.findings.filter((finding) => finding.severity !== 'note').length;
  return h('li', { class: 'persona-line', 'data-invalid': !one.valid },
    h('a', { href: personaUrl(one.fileName), class: 'persona-name' }, isolated(one.name ?? one.fileName)),
    one.valid ? h('p', { class: 'persona-description' }, isolated(one.description))
      : h('p', { class: 'persona-description' }, h('span', { class: 'badge', 'data-kind': 'error' }, 'invalid'), ' ',
        isolated(one.findings[0]?.message ?? 'It cannot be read.')),
    h('p', { class: 'persona-facts muted' },
      one.category ? isolated(one.category) : null,
      one.version ? h('span', {}, 'version ', isolated(one.version)) : null,
      one.author ? h('span', {}, 'by ', isolated(one.author)) : null,
      one.valid && warnings ? h('span', {}, count(warnings, 'warning')) : null,
      one.active ? h('span', { class: 'badge' }, 'active') : null));
}

function showDeleted(element, gone, mayChange) {
  if (!gone.deleted.length) {
    replace(element);
    return;
  }
  const open = element.querySelector('details')?.open ?? false;
  replace(element, h('details', { open }, h('summary', {}, `Deleted, can be brought back (${gone.total})`),
    h('ul', { class: 'plain-list' }, gone.deleted.map((one) => h('li', { class: 'row' },
      h('div', {}, h('a', { href: personaUrl(one.fileName, 'history') }, isolated(one.name || one.fileName)),
        h('p', { class: 'muted' }, 'deleted ', time(one.when), one.user ? [' by ', isolated(one.user)] : null,
          one.client ? [' with ', isolated(one.client)] : null)),
      mayChange ? h('button', { type: 'button', onclick: () => bringBack(one) }, 'Bring back') : null)))));
}

async function bringBack(one) {
  try {
    const back = await post('/persona/undo', { persona: one.fileName });
    notify(`${back.persona.name ?? back.persona.fileName} is back.`);
    location.hash = personaUrl(back.persona.fileName);
  } catch (error) {
    notify(`${error.message} ${error.hint}`, 'bad');
  }
}
