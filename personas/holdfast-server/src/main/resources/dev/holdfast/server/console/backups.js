// Backups: make, verify, restore.

import { get, may, post } from './api.js';
import { confirm } from './dialog.js';
import { announce, empty, h, notify, replace } from './dom.js';
import { count, isolated, size, time } from './text.js';

const MOST_FILES = 200;

export async function show(view) {
  const [mayMake, mayRestore] = await Promise.all([may('write', 'create_backup'), may('admin', 'restore_backup')]);
  const list = h('div', { class: 'backups' });
  const button = h('button', { type: 'button', class: 'primary', onclick: make }, 'Back up now');

  async function draw() {
    showList(list, await get('/backups'), mayRestore, draw);
  }

  async function make() {
    button.disabled = true;
    button.textContent = 'Backing up…';
    try {
      const { backup } = await post('/backups');
      notify(`${count(backup.personas, 'persona')} backed up.`);
      await draw();
    } catch (error) {
      notify(`${error.message} ${error.hint}`, 'bad');
    } finally {
      button.disabled = false;
      button.textContent = 'Back up now';
    }
  }

  replace(view, h('header', { class: 'view-head' }, h('h1', {}, 'Backups'), h('div', { class: 'actions' }, mayMake ? button : null),
    h('p', { class: 'lede' }, 'Each holds every persona as of one instant, with a checksum of each file.')), list);
  await draw();
}

function showList(element, answer, mayRestore, draw) {
  replace(element,
    answer.backups.length ? h('ul', { class: 'backup-list' }, answer.backups.map((one) => line(one, mayRestore, draw)))
      : empty('No backup yet', h('p', {}, 'One is made before each restore and each import that overwrites. Make one by hand whenever you like.')),
    answer.total > answer.backups.length ? h('p', { class: 'muted' }, `The newest ${answer.backups.length} of ${answer.total}.`) : null,
    answer.unusable.length ? h('section', {}, h('h2', {}, 'Not usable'), h('ul', { class: 'plain-list' }, answer.unusable.map((one) => h('li', {},
      isolated(one.name, 'mono'), ' ', h('span', { class: 'muted' }, size(one.bytes)), h('p', {}, isolated(one.reason)))))) : null,
    h('p', { class: 'muted' }, 'They are in ', isolated(answer.directory, 'mono'), '.'));
}

function line(backup, mayRestore, draw) {
  const state = h('p', { class: 'backup-state', role: 'status' });
  return h('li', { class: 'backup' },
    h('div', { class: 'backup-what' }, h('div', {}, h('strong', {}, time(backup.taken)), ' ', h('span', { class: 'badge' }, isolated(backup.kind))),
      h('p', { class: 'muted' }, count(backup.personas, 'persona'), ', ', size(backup.bytes), backup.user ? [', by ', isolated(backup.user)] : null,
        backup.client ? [' with ', isolated(backup.client)] : null),
      h('p', { class: 'muted' }, isolated(backup.name, 'mono')),
      backup.leftOut.length ? h('details', {}, h('summary', {}, `Left out: ${backup.leftOut.length}`),
        h('ul', {}, backup.leftOut.map((one) => h('li', {}, isolated(one.fileName, 'mono'), ': ', isolated(one.reason))))) : null, state),
    h('div', { class: 'actions' },
      h('button', { type: 'button', onclick: (event) => verify(backup, state, event.currentTarget) }, 'Verify'),
      mayRestore ? h('button', { type: 'button', onclick: (event) => restore(backup, event.currentTarget, draw) }, 'Restore…') : null));
}

async function verify(backup, state, button) {
  button.disabled = true;
  replace(state, 'Reading…');
  try {
    const result = await get('/backup/verification', { name: backup.name });
    replace(state, result.whole ? h('span', { class: 'badge', 'data-kind': 'ok' }, `whole: ${count(result.personas, 'persona')} as they were`)
      : [h('span', { class: 'badge', 'data-kind': 'error' }, 'damaged'),
        h('ul', {}, result.damage.map((one) => h('li', {}, isolated(one.file, 'mono'), ': ', isolated(one.problem))))]);
  } catch (error) {
    replace(state, h('span', { class: 'badge', 'data-kind': 'error' }, 'not verified'), ' ', isolated(error.message));
  } finally {
    button.disabled = false;
  }
}

/** What a restore does, or would do. */
function summary(plan) {
  const files = plan.files.slice(0, MOST_FILES);
  const part = (n, word) => h('li', { 'data-kind': word }, h('strong', {}, n.toLocaleString('en')), ` ${word}`);
  return [
    h('ul', { class: 'summary' }, part(plan.created, 'created'), part(plan.replaced, 'replaced'), part(plan.deleted, 'deleted'), part(plan.unchanged, 'unchanged')),
    files.length ? h('ul', { class: 'change-list', tabindex: 0, 'aria-label': 'Files' }, files.map((one) => h('li', {},
      h('span', { class: 'badge', 'data-kind': one.change }, one.change), ' ', isolated(one.fileName, 'mono'))),
    plan.files.length > files.length ? h('li', {}, `and ${plan.files.length - files.length} more`) : null) : null,
    plan.leftOut.length ? h('p', { class: 'muted' }, 'The backup lacks these, and they stay as they are: ',
      plan.leftOut.map((one, index) => [index ? ', ' : '', isolated(one.fileName, 'mono')])) : null,
  ];
}

async function restore(backup, button, draw) {
  button.disabled = true;
  announce('Comparing the backup with what is there.');
  try {
    const plan = await post('/backup/restore', { name: backup.name, dry_run: true });
    if (!plan.created && !plan.replaced && !plan.deleted) {
      await confirm({ title: 'Nothing to restore', action: 'All right', body: [h('p', {}, 'Every persona is what it is in this backup.')] });
      return;
    }
    const sure = await confirm({
      title: 'Restore this backup?', danger: true, action: `Restore: change ${count(plan.created + plan.replaced + plan.deleted, 'file')}`,
      body: [h('p', {}, 'The personas become what they were at ', time(backup.taken), '. This would be done:'), summary(plan),
        h('p', {}, 'What is there now is backed up first, so that you can go back.')],
    });
    if (!sure) return;
    const done = await post('/backup/restore', { name: backup.name });
    notify(`Restored: ${done.created} created, ${done.replaced} replaced, ${done.deleted} deleted.`);
    await draw();
  } catch (error) {
    notify(`${error.message} ${error.hint}`, 'bad');
  } finally {
    button.disabled = false;
  }
}
