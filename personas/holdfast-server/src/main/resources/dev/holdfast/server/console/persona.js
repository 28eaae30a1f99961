// One persona: what it says, and what can be done with it.

import { download, get, may, post, remove } from './api.js';
import { confirm, askForText } from './dialog.js';
import { announce, h, notify, replace } from './dom.js';
import { moment, on } from './live.js';
import { block, findings, isolated, personaUrl, revision } from './text.js';

/** The links between the views of one persona. */
export function tabs(fileName, current) {
  const tab = (name, words, ...rest) => h('a', { href: personaUrl(fileName, ...rest), 'aria-current': name === current ? 'page' : null }, words);
  return h('nav', { class: 'tabs', 'aria-label': 'Views of this persona' },
    tab('text', 'Text'), tab('history', 'History', 'history'), tab('edit', 'Edit', 'edit'));
}

/** The way back, above the title. */
export function crumbs(...parts) {
  return h('nav', { class: 'crumbs', 'aria-label': 'Where you are' }, h('a', { href: '#/personas' }, 'Personas'), parts.map((part) => [' / ', part]));
}

/** A persona that is valid, or what can be said of one that is not. */
export async function load(fileName) {
  try {
    return { ...(await get('/persona', { persona: fileName })).persona, valid: true };
  } catch (error) {
    if (error.code !== 'INVALID_FILE') throw error;
    const [report, source] = await Promise.all([get('/persona/validation', { persona: fileName }), get('/persona/source', { persona: fileName })]);
    return { fileName: report.fileName, revision: source.revision, valid: false, findings: report.findings, source: source.text, exact: source.exact };
  }
}

export async function show(view, fileName) {
  const begun = moment();
  let persona = await load(fileName);
  const mayChange = await may('write', 'edit_persona');

  function draw() {
    const name = persona.name ?? persona.fileName;
    replace(view, crumbs(),
      h('header', { class: 'view-head' }, h('h1', {}, isolated(name)),
        h('div', { class: 'actions' },
          h('button', { type: 'button', onclick: () => exportOne(persona) }, 'Download'),
          mayChange && persona.valid ? h('button', { type: 'button', onclick: () => rename(persona) }, 'Rename') : null,
          mayChange ? h('button', { type: 'button', class: 'danger quiet-danger', onclick: () => erase(persona) }, 'Delete') : null),
        persona.valid ? h('p', { class: 'lede' }, isolated(persona.description)) : null),
      tabs(persona.fileName, 'text'),
      persona.valid ? null : h('section', { class: 'failure' }, h('h2', {}, 'This file is not a valid persona'),
        h('p', {}, 'It is kept as it is. Mend it with Edit, or bring back an earlier text from its history.')),
      findings(persona.findings),
      h('div', { class: 'persona-view' },
        h('section', { class: 'instructions' }, h('h2', {}, persona.valid ? 'Instructions' : 'The file'),
          block(persona.valid ? persona.instructions : persona.source)),
        persona.valid ? facts(persona) : null));
  }
  draw();

  const refresh = async () => {
    persona = await load(persona.fileName);
    draw();
  };
  const ends = [
    on('personas', async (changes) => {
      const change = changes.find((one) => one.fileName === persona.fileName);
      if (!change) return;
      if (change.what === 'deleted') {
        notify(`${persona.fileName} was deleted, or has another name now.`, 'info');
        location.hash = '#/personas';
      } else if (change.revision !== persona.revision) {
        await refresh();
        announce('This persona has changed; the new text is shown.');
      }
    }, begun),
    on('back', refresh, begun),
  ];
  return () => ends.forEach((end) => end());
}

function facts(persona) {
  const fact = (name, value) => (value === '' || value === undefined || value === null ? null : h('div', {}, h('dt', {}, name), h('dd', {}, value)));
  const words = (list) => (list.length ? list.map((one, index) => [index ? ', ' : '', isolated(one)]) : '');
  return h('aside', { class: 'facts', 'aria-label': 'Facts' }, h('dl', {},
    fact('Category', persona.category && isolated(persona.category)),
    fact('Triggers', words(persona.triggers)),
    fact('Version', isolated(persona.version)),
    fact('Author', persona.author && isolated(persona.author)),
    fact('Created', persona.createdDate && isolated(persona.createdDate)),
    fact('Age rating', isolated(persona.ageRating)),
    fact('Made by', isolated(persona.generationMethod)),
    fact('License', isolated(persona.license)),
    fact('Price', isolated(persona.price)),
    fact('Revenue split', persona.revenueSplit && isolated(persona.revenueSplit)),
    fact('Content flags', words(persona.contentFlags)),
    fact('Unique id', persona.uniqueId && isolated(persona.uniqueId, 'mono')),
    fact('File', isolated(persona.fileName, 'mono')),
    fact('Revision', revision(persona.revision))));
}

async function exportOne(persona) {
  try {
    const file = await get('/persona/export', { persona: persona.fileName, format: 'markdown' });
    download(file.fileName, 'text/markdown', file.content);
  } catch (error) {
    notify(`${error.message} ${error.hint}`, 'bad');
  }
}

async function erase(persona) {
  const sure = await confirm({
    title: 'Delete this persona?', danger: true, action: 'Delete',
    body: [h('p', {}, isolated(persona.name ?? persona.fileName), ' goes, for all programs on this folder. Its history stays: it can be brought back.')],
  });
  if (!sure) return;
  try {
    await remove('/persona', { persona: persona.fileName, expected_version: persona.revision });
    notify(`${persona.name ?? persona.fileName} is deleted. It can be brought back below the list.`);
    location.hash = '#/personas';
  } catch (error) {
    notify(`${error.message} ${error.hint}`, 'bad');
  }
}

async function rename(persona) {
  const name = await askForText({ title: 'Rename', label: 'New name', value: persona.name, action: 'Rename' });
  if (name === null || name === persona.name) return;
  try {
    const renamed = await post('/persona/rename', { persona: persona.fileName, new_name: name, expected_version: persona.revision });
    notify(`It is called ${renamed.persona.name} now.`);
    location.hash = personaUrl(renamed.persona.fileName);
  } catch (error) {
    notify(`${error.message} ${error.hint}`, 'bad');
  }
}
