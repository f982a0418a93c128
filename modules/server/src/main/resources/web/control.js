// What changes something: each asks before, and says below what came of it.
'use strict';

// Where a token is needed it is asked for once and kept until the tab is closed.
async function send(method, path, value) {
  const request = token => fetch('api/v1/' + path, {
    method,
    headers: {...(value ? {'Content-Type': 'application/json'} : {}), ...(token ? {Authorization: 'Bearer ' + token} : {})},
    ...(value ? {body: JSON.stringify(value)} : {}),
  });
  const response = await request(sessionStorage.getItem('token'));
  if (response.status !== 401) return response;
  const token = window.prompt('Zeroflow asks for its token (zeroflow.http.token)');
  if (!token) return response;
  const again = await request(token);
  if (again.status !== 401) sessionStorage.setItem('token', token);
  return again;
}

async function change(question, method, path, value, words) {
  if (!window.confirm(question)) return;
  const answer = document.getElementById('answer');
  try {
    const response = await send(method, path, value);
    const body = await response.json();
    answer.classList.toggle('bad', !response.ok);
    answer.textContent = response.ok ? words(body) : body.detail;
  } catch (error) {
    answer.classList.add('bad');
    answer.textContent = 'Zeroflow does not answer: ' + error.message;
  }
}

const policies = {known: {}, chosen: null, paused: false};

async function loadPolicies() {
  const response = await fetch('api/v1/policy');
  if (!response.ok) throw new Error('policy: status ' + response.status);
  policies.known = (await response.json()).known;
  document.getElementById('policy').replaceChildren(...Object.keys(policies.known).map(name => new Option(name, name)));
  policies.chosen = null;
}

function explain() {
  document.getElementById('policy-words').textContent = policies.known[document.getElementById('policy').value] ?? '';
}

// Follows what is so, but leaves alone what somebody is about to choose.
function controls(status, policy) {
  policies.paused = status.paused;
  document.getElementById('paused').textContent = status.paused ? 'paused ' + pause(status) : '';
  document.getElementById('pause').textContent = status.paused ? 'Resume' : 'Pause';
  if (policy !== policies.chosen && policy in policies.known) {
    document.getElementById('policy').value = policy;
    policies.chosen = policy;
    explain();
  }
}

const at = (id, event, act) => document.getElementById(id).addEventListener(event, happened => { happened.preventDefault(); act(); });
const pause = status => `by ${status.pausedBy} since ${new Date(status.pausedSince).toLocaleString()}`;
const after = step => 'after step ' + Number(step).toLocaleString('en');

at('policy', 'change', explain);
at('swap', 'submit', () => {
  const strategy = document.getElementById('line').value;
  change(`Swap to ${strategy} from the next step on?`, 'PUT', 'strategy', {strategy}, body => `swapped ${after(body.step)}: ${body.strategy}`);
});
at('choose', 'submit', () => {
  const policy = document.getElementById('policy').value;
  change(`Let ${policy} decide from now on?`, 'PUT', 'policy', {policy}, body => `${body.policy} decides`);
});
at('snapshot', 'click', () => change('Take a snapshot now?', 'POST', 'snapshot', null, body => `snapshot as of step ${body.step}`));
at('flush', 'click', () => change('Learn the samples that wait for a full batch now?', 'POST', 'flush', null,
  body => body.samples === 0 ? 'no samples wait for a full batch' : `${body.samples} samples wait no longer`));
at('rollback', 'click', () => change('Undo the last swap, with all that was learned since?', 'POST', 'rollback', null,
  body => `rolled back ${after(body.step)}: ${body.strategy}`));
at('pause', 'click', () => policies.paused
  ? change('Go on learning?', 'POST', 'resume', null,
    body => body.changed ? `goes on ${after(body.step)}` : 'was not paused')
  : change('Take no further step until resumed?', 'POST', 'pause', null,
    body => body.changed ? `paused ${after(body.step)}` : `paused already, ${pause(body)}`));
