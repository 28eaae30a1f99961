// What was done to one persona, by whom, and the way back.

import { get, may, post } from './api.js';
import { confirm } from './dialog.js';
import { empty, h, notify, replace } from './dom.js';
import { moment, on } from './live.js';
import { crumbs, tabs } from './persona.js';
import { count, isolated, personaUrl, revision, time } from './text.js';

const WORDS = { create: 'Created', edit: 'Edited', rename: 'Renamed', delete: 'Deleted', undo: 'Brought back', import: 'Imported',
  restore: 'Restored', outside: 'Changed by other means' };

/** The revision that stands there now; empty if none does. */
async function standing(fileName) {
  try {
    return (await get('/persona/source', { persona: fileName })).revision;
  } catch (error) {
    if (error.status === 404) return '';
    throw error;
  }
}

export async function show(view, fileName) {
  const begun = moment();
  const mayChange = await may('write', 'undo_persona');

  async function draw() {
    const [history, now] = await Promise.all([get('/persona/history', { persona: fileName, limit: 1000 }), standing(fileName)]);
    replace(view, crumbs(h('a', { href: personaUrl(fileName) }, isolated(fileName))),
      h('header', { class: 'view-head' }, h('h1', {}, 'History of ', isolated(fileName)),
        h('div', { class: 'actions' }, mayChange && history.changes.length
          ? h('button', { type: 'button', onclick: () => undo(fileName, null, now) }, 'Undo the latest change') : null)),
      now ? tabs(fileName, 'history') : h('p', { class: 'notice', 'data-kind': 'info' }, 'No persona has this file now.'),
      history.changes.length ? h('ol', { class: 'timeline' }, history.changes.map((change, index) => {
        const after = index === 0 ? now : history.changes[index - 1].revisionBefore;
        return entry(fileName, change, after, now, mayChange);
      })) : empty('Nothing is recorded yet', h('p', {}, 'It has not been changed since it came. The first change will be here, with who made it.')),
      history.total > history.changes.length ? h('p', { class: 'muted' }, `The latest ${history.changes.length} of ${count(history.total, 'change')}.`) : null);
  }
  await draw();

  const ends = [
    on('personas', (changes) => { if (changes.some((one) => one.fileName === fileName)) draw().catch(() => {}); }, begun),
    on('back', () => draw().catch(() => {}), begun),
  ];
  return () => ends.forEach((end) => end());
}

function entry(fileName, change, after, now, mayChange) {
  return h('li', { class: 'event', 'data-operation': change.operation },
    h('div', { class: 'event-what' }, h('strong', {}, WORDS[change.operation] ?? isolated(change.operation)),
      change.fields.length ? [' ', change.fields.map((field, index) => [index ? ', ' : '', isolated(field)])] : null,
      change.renamedTo ? [' to ', isolated(change.renamedTo, 'mono')] : null),
    h('p', { class: 'muted' }, time(change.when), change.user ? [' by ', isolated(change.user)] : null,
      change.client ? [' with ', isolated(change.client)] : null),
    h('p', { class: 'event-revisions' }, revision(change.revisionBefore), ' → ', revision(after),
      change.versionAfter ? h('span', { class: 'muted' }, ' version ', isolated(change.versionAfter)) : null),
    h('div', { class: 'actions' },
      change.kept || !change.revisionBefore ? h('a', { class: 'button', href: personaUrl(fileName, 'diff', change.revisionBefore, after) }, 'What changed') : null,
      change.kept && mayChange && change.revisionBefore !== now
        ? h('button', { type: 'button', onclick: () => undo(fileName, change.revisionBefore, now) }, 'Bring back what was before') : null,
      change.kept || !change.revisionBefore ? null : h('span', { class: 'muted' }, 'what was before is not kept')));
}

async function undo(fileName, to, now) {
  const sure = await confirm({
    title: to ? 'Bring back this text?' : 'Undo the latest change?', action: to ? 'Bring back' : 'Undo',
    body: [h('p', {}, to ? ['The text with the revision ', revision(to), ' takes the place of what is there now.']
      : 'What was there before the latest change takes the place of what is there now.'),
    h('p', { class: 'muted' }, 'An undo can be undone: nothing is lost.')],
  });
  if (!sure) return;
  try {
    const done = await post('/persona/undo', { persona: fileName, ...(to ? { revision: to } : {}), ...(now ? { expected_version: now } : {}) });
    notify(`${done.persona.name ?? done.persona.fileName} is what it was.`);
    if (done.persona.fileName === fileName && now) {
      document.dispatchEvent(new Event('holdfast:again'));
    } else {
      location.hash = personaUrl(done.persona.fileName);
    }
  } catch (error) {
    notify(`${error.message} ${error.hint}`, 'bad');
  }
}
