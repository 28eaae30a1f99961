// Import by drop, and export.

import { download, get, may, post } from './api.js';
import { announce, h, notify, replace } from './dom.js';
import { count, findings, isolated, personaUrl } from './text.js';

const ENDINGS = /\.(md|json|txt|zip)$/i;
const MOST_BYTES = 16 << 20;
const POLICIES = [
  ['fail', 'Import nothing', 'if one of them is there already'],
  ['skip', 'Leave those that are there', 'and import the others'],
  ['rename', 'Import under another name', 'and leave those that are there'],
  ['overwrite', 'Overwrite those that are there', 'after a backup of everything'],
];

export async function show(view) {
  const mayImport = await may('write', 'import_persona');
  const result = h('div', { class: 'preview', role: 'region', 'aria-label': 'What would be imported', tabindex: -1 });
  let files = null;
  let turn = 0;

  const picker = h('input', { type: 'file', id: 'files', multiple: true, accept: '.md,.json,.txt,.zip', class: 'visually-hidden', onchange: () => take([...picker.files]) });
  const drop = h('div', { class: 'drop' }, h('p', { class: 'drop-title' }, 'Drop files here'),
    h('p', { class: 'muted' }, 'Personas (.md, several at once), a bundle (.json) or a backup (.zip). You see first what would be done.'),
    h('label', { for: 'files', class: 'button primary file-button' }, 'Choose files'), picker);
  const policy = () => view.querySelector('input[name=policy]:checked').value;
  const policies = h('fieldset', { class: 'policies' }, h('legend', {}, 'If a persona is there already'),
    POLICIES.map(([value, title, rest], index) => h('label', {}, h('input', { type: 'radio', name: 'policy', value, checked: index === 0, onchange: preview }),
      h('span', {}, h('strong', {}, title), ' ', h('span', { class: 'muted' }, rest)))));

  async function take(list) {
    picker.value = '';
    const wrong = list.find((file) => !ENDINGS.test(file.name));
    const bytes = list.reduce((sum, file) => sum + file.size, 0);
    if (!list.length) return;
    if (wrong) {
      problem({ message: `${wrong.name} is none of the files that can be imported.`, hint: 'They end in .md, .json, .txt or .zip.' });
      return;
    }
    if (bytes > MOST_BYTES) {
      problem({ message: 'That is more than 16 MiB.', hint: 'For large imports: holdfast personas import FILE' });
      return;
    }
    files = await Promise.all(list.map(async (file) => ({ name: file.name, content: base64(new Uint8Array(await file.arrayBuffer())) })));
    await preview();
  }

  function problem(error) {
    replace(result, h('section', { class: 'failure', role: 'alert' }, h('h2', {}, 'Nothing was imported'), h('p', {}, isolated(error.message)),
      error.hint ? h('p', { class: 'muted' }, error.hint) : null));
  }

  async function preview() {
    if (!files) return;
    const mine = ++turn;
    announce('Checking the files.');
    try {
      const plan = await post('/import', { files, conflict: policy(), dry_run: true });
      if (mine !== turn) return;
      const changes = plan.created + plan.overwritten + plan.renamed;
      replace(result, h('h2', {}, 'This would be done'), table(plan),
        plan.refused ? h('p', { class: 'notice', 'data-kind': 'bad' }, `${count(plan.refused, 'persona')} cannot be imported like this, so nothing would be. Choose what is to happen, or mend the file.`) : null,
        h('div', { class: 'actions' }, h('button', { type: 'button', onclick: forget }, 'Cancel'),
          h('button', { type: 'button', class: 'primary', disabled: plan.refused > 0 || changes === 0, onclick: (event) => doImport(event.currentTarget) },
            `Import ${count(changes, 'persona')}`)));
      announce(`${plan.created} would be created, ${plan.overwritten} overwritten, ${plan.skipped} skipped, ${plan.refused} refused.`);
      result.focus({ preventScroll: true });
    } catch (error) {
      if (mine === turn) problem(error);
    }
  }

  async function doImport(button) {
    button.disabled = true;
    try {
      const done = await post('/import', { files, conflict: policy() });
      files = null;
      replace(result, h('h2', {}, 'Imported'), table(done), done.before ? h('p', { class: 'muted' }, 'What was there before is in ', isolated(done.before.name, 'mono'), '.') : null);
      notify(`${count(done.created + done.overwritten + done.renamed, 'persona')} imported.`);
    } catch (error) {
      problem(error);
    }
  }

  function forget() {
    files = null;
    replace(result);
    picker.focus();
  }

  // Wherever on the page files are dropped, the browser must not open them.
  const over = (event) => {
    event.preventDefault();
    drop.dataset.over = 'true';
  };
  const out = (event) => {
    if (!event.relatedTarget) delete drop.dataset.over;
  };
  const dropped = (event) => {
    event.preventDefault();
    delete drop.dataset.over;
    if (mayImport) take([...event.dataTransfer.files]);
  };
  document.addEventListener('dragover', over);
  document.addEventListener('dragleave', out);
  document.addEventListener('drop', dropped);

  replace(view, h('header', { class: 'view-head' }, h('h1', {}, 'Import and export')),
    mayImport ? h('section', { 'aria-label': 'Import' }, drop, policies, result) : h('p', { class: 'notice', 'data-kind': 'info' }, 'You may look, and export; importing needs the access write.'),
    h('section', { class: 'export' }, h('h2', {}, 'Export'),
      h('p', {}, 'All valid personas as of one instant, as a bundle that can be imported here and elsewhere.'),
      h('button', { type: 'button', onclick: exportAll }, 'Download all')));
  return () => {
    document.removeEventListener('dragover', over);
    document.removeEventListener('dragleave', out);
    document.removeEventListener('drop', dropped);
  };
}

function table(plan) {
  return h('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Personas' }, h('table', {},
    h('thead', {}, h('tr', {}, ['What', 'Persona', 'File'].map((name) => h('th', { scope: 'col' }, name)))),
    h('tbody', {}, plan.items.map((item) => h('tr', {},
      h('td', {}, h('span', { class: 'badge', 'data-kind': item.outcome }, item.outcome)),
      h('td', {}, isolated(item.name || item.given || '(no name)'), findings(item.findings.filter((one) => one.severity === 'error'))),
      h('td', {}, item.fileName ? (plan.dryRun ? isolated(item.fileName, 'mono') : h('a', { href: personaUrl(item.fileName) }, isolated(item.fileName, 'mono'))) : '')))),
    plan.total > plan.items.length ? h('tfoot', {}, h('tr', {}, h('td', { colspan: 3 }, `and ${plan.total - plan.items.length} more`))) : null));
}

function base64(bytes) {
  let text = '';
  for (let at = 0; at < bytes.length; at += 0x8000) {
    text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  }
  return btoa(text);
}

async function exportAll(event) {
  const button = event.currentTarget;
  button.disabled = true;
  try {
    const bundle = await get('/export', { format: 'json' });
    download(`personas-${new Date().toISOString().slice(0, 10)}.json`, 'application/json', bundle.content);
    notify(`${count(bundle.exported, 'persona')} exported.${bundle.leftOut.length ? ` Left out, not valid: ${bundle.leftOut.map((one) => one.fileName).join(', ')}.` : ''}`);
  } catch (error) {
    notify(`${error.message} ${error.hint}`, 'bad');
  } finally {
    button.disabled = false;
  }
}
