// Writes a persona. What others have saved meanwhile is never overwritten unseen: then both texts are shown.

import { get, post, put } from './api.js';
import { confirm } from './dialog.js';
import { announce, h, notify, replace } from './dom.js';
import { moment, on } from './live.js';
import { crumbs, load, tabs } from './persona.js';
import { block, findings, isolated, personaUrl, revision, time } from './text.js';

const CATEGORIES = ['creative', 'professional', 'educational', 'gaming', 'personal'];
const RATINGS = ['all', '13+', '18+'];
const METHODS = ['human', 'ChatGPT', 'Claude', 'hybrid'];

// name: of the field; key: of the same in what the server says; most: characters
const MAIN = [
  { name: 'description', key: 'description', label: 'Description', kind: 'area', rows: 2, most: 500, required: true },
  { name: 'category', key: 'category', label: 'Category', kind: 'choice', options: CATEGORIES },
  { name: 'triggers', key: 'triggers', label: 'Triggers', kind: 'list', note: 'Words that suggest this persona, separated by commas.' },
  { name: 'instructions', key: 'instructions', label: 'Instructions', kind: 'area', rows: 18, mono: true, required: true },
];
const MORE = [
  { name: 'version', key: 'version', label: 'Version', kind: 'line', note: 'Grows by itself if you leave it.' },
  { name: 'author', key: 'author', label: 'Author', kind: 'line' },
  { name: 'age_rating', key: 'ageRating', label: 'Age rating', kind: 'choice', options: RATINGS },
  { name: 'generation_method', key: 'generationMethod', label: 'Made by', kind: 'choice', options: METHODS },
  { name: 'license', key: 'license', label: 'License', kind: 'line' },
  { name: 'price', key: 'price', label: 'Price', kind: 'line' },
  { name: 'revenue_split', key: 'revenueSplit', label: 'Revenue split', kind: 'line' },
  { name: 'content_flags', key: 'contentFlags', label: 'Content flags', kind: 'list' },
  { name: 'created_date', key: 'createdDate', label: 'Created', kind: 'line' },
];
const NAME = { name: 'name', key: 'name', label: 'Name', kind: 'line', most: 100, required: true };
const SOURCE = { name: 'source', key: 'source', label: 'The whole file', kind: 'area', rows: 24, mono: true, required: true };

const given = (field, persona) => {
  const value = persona[field.key] ?? '';
  return Array.isArray(value) ? value.join(', ') : String(value);
};

/** A field with its control. */
function control(field, value) {
  const id = `field-${field.name}`;
  const common = { id, name: field.name, required: field.required, 'aria-describedby': field.note ? `${id}-note` : null };
  let input;
  if (field.kind === 'choice') {
    const options = field.options.includes(value) ? field.options : [value, ...field.options];
    input = h('select', common, options.map((option) => h('option', { value: option }, option || '(none)')));
  } else if (field.kind === 'area') {
    input = h('textarea', { ...common, rows: field.rows, class: field.mono ? 'mono' : null, dir: 'auto', spellcheck: field.mono ? 'false' : null });
  } else {
    input = h('input', { ...common, autocomplete: 'off', dir: 'auto' });
  }
  input.value = value;
  let initial = input.value; // as the control has it: line ends are its own
  const windows = /\r\n/.test(value) && !/[^\r]\n/.test(value);
  return {
    field, input,
    element: h('div', { class: 'field' }, h('label', { for: id }, field.label), input,
      field.note ? h('p', { class: 'muted', id: `${id}-note` }, field.note) : null),
    changed: () => input.value !== initial,
    value: () => (windows ? input.value.replace(/\n/g, '\r\n') : input.value),
    set(text) {
      if (field.kind === 'choice' && ![...input.options].some((option) => option.value === text)) {
        input.append(h('option', { value: text }, text || '(none)'));
      }
      input.value = text;
      initial = input.value;
    },
  };
}

function form(controls, more, save, cancelUrl, words) {
  const error = h('div', { class: 'form-error', role: 'alert' });
  const button = h('button', { type: 'submit', class: 'primary' }, words);
  const element = h('form', { class: 'editor', novalidate: true }, error, controls.map((one) => one.element),
    more.length ? h('details', {}, h('summary', {}, 'More fields'), h('div', { class: 'field-grid' }, more.map((one) => one.element))) : null,
    h('div', { class: 'actions form-actions' }, h('a', { class: 'button', href: cancelUrl }, 'Cancel'), button,
      h('span', { class: 'muted key-hint' }, 'Ctrl+S')));
  let busy = false;
  async function submit(event) {
    event?.preventDefault();
    const missing = controls.find((one) => one.field.required && !one.input.value.trim());
    if (missing) {
      replace(error, h('p', {}, `${missing.field.label} is missing.`));
      missing.input.focus();
      return;
    }
    if (busy) return;
    busy = true;
    button.disabled = true;
    replace(error);
    try {
      await save();
    } catch (failed) {
      replace(error, h('p', {}, failed.message), failed.hint ? h('p', { class: 'muted' }, failed.hint) : null);
      error.scrollIntoView({ block: 'center' });
    } finally {
      busy = false;
      button.disabled = false;
    }
  }
  element.addEventListener('submit', submit);
  element.addEventListener('keydown', (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key === 's') {
      event.preventDefault();
      submit();
    }
  });
  return { element, submit };
}

/** What leaves a form asks first if something is not saved. */
function guarded(controls, ends) {
  let saved = false;
  const leave = () => ends.forEach((end) => end());
  leave.saved = () => { saved = true; };
  leave.unsaved = () => !saved && controls.some((one) => one.changed());
  leave.leaving = async () => !leave.unsaved() || confirm({
    title: 'Leave without saving?', action: 'Leave', danger: true, body: [h('p', {}, 'What you have written here is lost then.')],
  });
  return leave;
}

export async function showNew(view) {
  const controls = [NAME, ...MAIN].map((field) => control(field, field.kind === 'choice' ? field.options[1] : ''));
  const leave = guarded(controls, []);
  const save = async () => {
    const values = Object.fromEntries(controls.map((one) => [one.field.name, one.value()]));
    if (!values.triggers) delete values.triggers;
    const { persona } = await post('/personas', values);
    leave.saved();
    notify(`${persona.name} is there.`);
    location.hash = personaUrl(persona.fileName);
  };
  replace(view, crumbs(), h('header', { class: 'view-head' }, h('h1', {}, 'New persona')), form(controls, [], save, '#/personas', 'Create').element);
  return leave;
}

export async function show(view, fileName) {
  const begun = moment();
  let base = await load(fileName);
  const controls = (base.valid ? MAIN : [SOURCE]).map((field) => control(field, given(field, base)));
  const more = base.valid ? MORE.map((field) => control(field, given(field, base))) : [];
  const all = [...controls, ...more];
  const conflict = h('div');
  const meanwhile = h('div');

  const changes = () => Object.fromEntries(all.filter((one) => one.changed()).map((one) => [one.field.name, one.value()]));

  async function save() {
    const values = changes();
    if (!Object.keys(values).length) {
      announce('Nothing has changed.');
      leave.saved();
      location.hash = personaUrl(fileName);
      return;
    }
    try {
      const { persona } = await put('/persona', { persona: fileName, changes: values, expected_version: base.revision });
      leave.saved();
      notify(`Saved ${persona.name}, version ${persona.version}.`);
      location.hash = personaUrl(persona.fileName);
    } catch (error) {
      if (error.code !== 'CHANGED') throw error;
      await showConflict();
    }
  }

  async function showConflict() {
    const [theirs, history] = await Promise.all([load(fileName), get('/persona/history', { persona: fileName, limit: 1 })]);
    const latest = history.changes[0];
    const mine = all.filter((one) => one.changed());
    replace(meanwhile);
    replace(conflict, h('section', { class: 'conflict', role: 'alert', tabindex: -1 },
      h('h2', {}, 'Somebody else has changed this persona'),
      h('p', {}, latest ? [time(latest.when), latest.user ? [' by ', isolated(latest.user)] : null, latest.client ? [' with ', isolated(latest.client)] : null, '. '] : null,
        'Nothing was overwritten. Both texts are here; decide which is to stay.'),
      mine.map((one) => h('section', { class: 'both' }, h('h3', {}, one.field.label),
        h('div', { class: 'both-texts' },
          h('div', {}, h('h4', {}, 'Saved by them ', revision(theirs.revision)), block(given(one.field, theirs) || ' ', `text-block theirs${one.field.mono ? '' : ' prose'}`)),
          h('div', {}, h('h4', {}, 'Yours, not saved'), block(one.value() || ' ', `text-block mine${one.field.mono ? '' : ' prose'}`))))),
      h('div', { class: 'actions' },
        h('button', { type: 'button', onclick: () => takeTheirs(theirs) }, 'Take theirs, drop mine'),
        h('button', { type: 'button', class: 'danger', onclick: () => keepMine(theirs) }, 'Save mine over theirs')),
      h('p', { class: 'muted' }, 'Or go on writing below, and save again. Fields that you have not touched stay as they have them; the history keeps what is replaced.')));
    conflict.firstChild.focus();
    conflict.scrollIntoView({ block: 'start' });
  }

  function takeTheirs(theirs) {
    if (theirs.valid !== base.valid) {
      leave.saved();
      document.dispatchEvent(new Event('holdfast:again'));
      return;
    }
    base = theirs;
    all.forEach((one) => one.set(given(one.field, theirs)));
    replace(conflict);
    announce('Their text is in the form now.');
    all[0].input.focus();
  }

  async function keepMine(theirs) {
    base = theirs;
    replace(conflict);
    await editor.submit();
  }

  const editor = form(controls, more, save, personaUrl(fileName), 'Save');
  const leave = guarded(all, [on('personas', (list) => {
    const change = list.find((one) => one.fileName === fileName);
    if (change && change.revision !== base.revision && !conflict.firstChild) {
      replace(meanwhile, h('p', { class: 'notice', 'data-kind': 'info', role: 'status' }, change.what === 'deleted'
        ? 'This persona was deleted meanwhile, or has another name.' : 'Somebody else has changed this persona meanwhile. If you save, both texts will be shown.'));
    }
  }, begun)]);
  replace(view, crumbs(h('a', { href: personaUrl(fileName) }, isolated(fileName))),
    h('header', { class: 'view-head' }, h('h1', {}, 'Edit ', isolated(base.name ?? fileName))),
    tabs(fileName, 'edit'), findings(base.findings), meanwhile, conflict, editor.element);
  return leave;
}
