// Whether all is well, and what the doctor finds.

import { get, may, post } from './api.js';
import { announce, failure, h, replace } from './dom.js';
import { on } from './live.js';
import { count, duration, isolated, time } from './text.js';

const WORDS = { ok: 'as it should be', warn: 'works, less surely', fail: 'cannot work' };

export async function show(view) {
  const mayExamine = await may('write', 'create_backup');
  const state = h('div');
  const examination = h('div', { role: 'region', 'aria-label': 'Examination' });
  const button = h('button', { type: 'button', onclick: examine }, 'Examine the folder');

  async function draw() {
    const health = await get('/health');
    showState(state, health);
    button.hidden = !health.examinable;
    showExamination(examination, health.examination);
  }

  async function examine() {
    button.disabled = true;
    button.textContent = 'Examining…';
    announce('Examining the folder.');
    try {
      const found = await post('/health/check');
      showExamination(examination, found);
      announce(found.fit ? 'The folder is fit.' : 'The folder is not fit.');
    } catch (error) {
      replace(examination, failure(error));
    } finally {
      button.disabled = false;
      button.textContent = 'Examine the folder';
    }
  }

  replace(view, h('header', { class: 'view-head' }, h('h1', {}, 'Health')), state,
    h('section', {}, h('div', { class: 'section-head' }, h('h2', {}, 'Is the folder fit?'), mayExamine ? button : null), examination));
  await draw();
  return on('back', draw);
}

function showState(element, health) {
  const fact = (name, value) => [h('dt', {}, name), h('dd', {}, value)];
  const status = health.status;
  replace(element, h('p', { class: 'verdict', 'data-kind': health.ready ? 'ok' : 'error' }, h('span', { class: 'dot', 'aria-hidden': 'true' }),
    health.ready ? 'Ready: the personas can be read.' : ['Not ready: ', health.reason.error.message]),
  h('dl', { class: 'fact-grid' },
    status ? [fact('Personas', [count(status.valid, 'valid', 'valid'), status.invalid ? `, ${status.invalid} invalid` : '']),
      fact('Folder', isolated(status.folder, 'mono')), fact('Holdfast', isolated(status.version)),
      fact('Process', `pid ${status.pid}, for ${duration(status.uptimeSeconds * 1000)}`)] : null,
    fact('Java', isolated(health.java)), fact('System', isolated(`${health.system}, ${health.machine}`))));
}

function showExamination(element, found) {
  if (!found) {
    replace(element, h('p', { class: 'muted' }, 'The doctor tries out, in a temporary folder beside the personas, whether locks exclude, files are replaced whole and syncs work. That takes a second or two.'));
    return;
  }
  replace(element, h('p', {}, h('span', { class: 'badge', 'data-kind': found.fit ? 'ok' : 'error' }, found.fit ? 'fit' : 'not fit'), ' ',
    h('span', { class: 'muted' }, 'as of ', time(found.when))),
  h('ul', { class: 'checks' }, found.checks.map((one) => h('li', { 'data-kind': one.result },
    h('span', { class: 'badge', 'data-kind': one.result === 'warn' ? 'warning' : one.result === 'fail' ? 'error' : 'ok', title: WORDS[one.result] }, one.result),
    h('div', {}, h('strong', {}, isolated(one.check)), h('p', {}, isolated(one.meaning)), one.advice ? h('p', { class: 'muted' }, isolated(one.advice)) : null)))));
}
