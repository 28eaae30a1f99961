// Asks the server. A token, where one is needed, is kept for this tab only, and sent in a header: nothing that a browser
// adds by itself lets anybody in.

import { askForToken } from './dialog.js';

const TOKEN = 'holdfast.token';

/** What the server did not do, in its words. */
export class ApiError extends Error {
  constructor(status, code, message, hint) {
    super(message);
    this.status = status;
    this.code = code;
    this.hint = hint;
  }
}

function headers(body) {
  const all = { 'Holdfast-Console': '1' };
  if (body !== undefined) all['Content-Type'] = 'application/json';
  const token = sessionStorage.getItem(TOKEN);
  if (token) all.Authorization = `Bearer ${token}`;
  return all;
}

async function send(method, path, body, signal) {
  try {
    return await fetch(`/api${path}`, {
      method, signal, headers: headers(body), body: body === undefined ? undefined : JSON.stringify(body),
      cache: 'no-store', credentials: 'omit', redirect: 'error', referrerPolicy: 'no-referrer',
    });
  } catch (error) {
    if (error.name === 'AbortError') throw error;
    throw new ApiError(0, 'DISCONNECTED', 'The server does not answer.', 'It may have ended. Start it again: holdfast serve');
  }
}

let asking = null;

/** One question for all requests that wait for the answer. */
function token(refused) {
  asking ??= askForToken(refused).then((given) => sessionStorage.setItem(TOKEN, given)).finally(() => { asking = null; });
  return asking;
}

/** A response that is not an error; asks for a token where one is needed. */
export async function request(method, path, body, signal) {
  for (;;) {
    const had = sessionStorage.getItem(TOKEN);
    const response = await send(method, path, body, signal);
    if (response.ok) return response;
    if (response.status === 401) {
      if (sessionStorage.getItem(TOKEN) === had) await token(Boolean(had));
      continue;
    }
    throw await errorOf(response);
  }
}

async function errorOf(response) {
  let error = {};
  try {
    error = (await response.json()).error ?? {};
  } catch {
    // what answered is not our server
  }
  return new ApiError(response.status, error.code ?? 'UNKNOWN',
    error.message ?? `The server answered with status ${response.status}.`, error.hint ?? '');
}

function query(values = {}) {
  const given = Object.entries(values).filter(([, value]) => value !== undefined && value !== '');
  return given.length ? `?${new URLSearchParams(given)}` : '';
}

export const get = async (path, values, signal) => (await request('GET', path + query(values), undefined, signal)).json();
export const post = async (path, body = {}) => (await request('POST', path, body)).json();
export const put = async (path, body) => (await request('PUT', path, body)).json();
export const remove = async (path, values) => (await request('DELETE', path + query(values))).json();

/** Every persona, however many pages that takes. */
export async function allPersonas() {
  const all = [];
  let cursor;
  do {
    const page = await get('/personas', { cursor });
    all.push(...page.personas);
    cursor = page.nextCursor;
  } while (cursor);
  return all;
}

let known = null;

/** Who we are, and what we may do. */
export function session() {
  known ??= get('/session').catch((error) => { known = null; throw error; });
  return known;
}

const RANK = ['read', 'write', 'admin'];

/** May we do what needs this access and this tool? */
export async function may(access, tool) {
  const mine = await session();
  return mine.tools.includes(tool) && RANK.indexOf(mine.access) >= RANK.indexOf(access);
}

/** Gives a text to the person as a file. */
export function download(name, type, text) {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
}
