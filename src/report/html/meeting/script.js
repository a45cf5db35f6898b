'use strict';
// Filters and sorts the drafts that the page holds. What is chosen stands in the address,
// so that it can be sent and the way back leads to what was seen before.
(() => {
  const list = document.getElementById('list');
  const form = document.getElementById('filters');
  if (!list || !form) return;
  const names = ['text', 'severity', 'group', 'rule', 'question', 'new', 'sort'];
  // Rows stand in groups, of which a browser lays out those in sight.
  const groups = [...list.tBodies];
  const together = groups[0].rows.length;
  const shown = document.getElementById('shown');
  const split = (words) => (words ? words.split(' ') : []);
  const all = [...list.querySelectorAll('tbody > tr')].map((row, place) => ({
    row,
    place,
    rules: split(row.dataset.rules),
    fresh: split(row.dataset.new),
    questions: [...row.querySelectorAll('.question bdi')].map((it) => it.textContent),
    words: null,
  }));
  const grid = document.getElementById('grid');
  const lines = grid ? [...grid.querySelectorAll('tbody > tr')] : [];
  const severities = new Map();
  for (const it of document.querySelectorAll('.rules tr[data-rule]')) {
    severities.set(it.dataset.rule, it.dataset.severity);
  }
  const heads = [...list.tHead.rows[0].cells];
  // The drafts come with the gravest first.
  const first = '-errors';
  const states = ['none', 'vacuous', 'mentioned', 'delegated', 'enumerated', 'section', 'substantive', 'model'];
  const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });
  let now = null;

  /** What the address asks for; what it names and the page does not have is left out. */
  function asked(hash) {
    const state = {};
    const said = new URLSearchParams(hash.includes('=') ? hash.slice(1) : '');
    for (const name of names) {
      const value = said.get(name) || '';
      const field = form.elements[name];
      const column = value.replace('-', '');
      const known = name === 'sort' ? heads.some((it) => it.className === column)
        : field && (field.tagName !== 'SELECT' || [...field.options].some((it) => it.value === value));
      state[name] = known ? value : '';
    }
    return state;
  }

  function address(state) {
    const said = new URLSearchParams();
    for (const name of names) if (state[name]) said.set(name, state[name]);
    return String(said) && `#${said}`;
  }

  /** Whether a draft has what is asked for: all of it in one finding. */
  function fits(it, state, words) {
    if (state.question && !it.questions.includes(state.question)) return false;
    const unjudged = it.row.dataset.unjudged !== undefined;
    if (state.severity === 'unjudged' ? !unjudged : state.severity === 'none' && unjudged) return false;
    if (state.severity === 'none' && it.rules.length) return false;
    const grave = ['error', 'warning', 'note'].includes(state.severity) && state.severity;
    if (state.rule || state.group || grave || state.new) {
      const codes = state.new ? it.fresh : it.rules;
      const has = codes.some((code) => (!state.rule || code === state.rule)
        && (!state.group || code.replace(/\d+$/, '') === state.group)
        && (!grave || severities.get(code) === grave));
      if (!has) return false;
    }
    if (!words.length) return true;
    it.words ??= plain(it.row.textContent);
    return words.every((word) => it.words.includes(word));
  }

  function plain(words) {
    return words.normalize('NFKC').toLowerCase();
  }

  /** What a column is compared by; nothing there is `null`. */
  function value(cell, sort) {
    if (sort === 'rank') return cell.dataset.rank ? Number(cell.dataset.rank) : null;
    const words = (cell.querySelector('a') || cell.firstChild)?.textContent || '';
    if (words === '–') return null;
    if (sort === 'count') return Number(words);
    return sort === 'state' ? states.indexOf(words) : words;
  }

  function sort(state) {
    const said = state.sort || first;
    const down = said.startsWith('-');
    const at = heads.findIndex((it) => it.className === said.replace('-', ''));
    const kind = heads[at].dataset.sort;
    const compare = kind === 'words' ? collator.compare : (a, b) => a - b;
    const keys = all.map((it) => ({ it, key: value(it.row.cells[at], kind) }));
    keys.sort((a, b) => {
      // What is not there stands last both ways.
      if (a.key === null || b.key === null) return (a.key === null) - (b.key === null);
      return down ? compare(b.key, a.key) : compare(a.key, b.key);
    });
    // Equal ones keep the order in which the page came: graver ones first.
    const rows = said === first ? all : keys.map(({ it }) => it);
    groups.forEach((it, index) => {
      const own = rows.slice(index * together, (index + 1) * together);
      it.replaceChildren(...own.map(({ row }) => row));
    });
    heads.forEach((it, index) => {
      if (index === at) it.setAttribute('aria-sort', down ? 'descending' : 'ascending');
      else it.removeAttribute('aria-sort');
    });
  }

  function filter(state) {
    const words = plain(state.text).split(/\s+/).filter(Boolean);
    let count = 0;
    for (const it of all) {
      const fit = fits(it, state, words);
      count += fit;
      if (it.row.hidden === fit) it.row.hidden = !fit;
    }
    for (const line of lines) {
      const { hidden } = all[line.dataset.of].row;
      if (line.hidden !== hidden) line.hidden = hidden;
    }
    room(list, 5.5);
    room(grid, 2.85);
    const drafts = counted(all.length, 'draft');
    const older = list.querySelectorAll('.title li').length;
    const folded = older ? `, and ${counted(older, 'earlier revision')} folded below` : '';
    const said = filters(state);
    shown.textContent = said ? `${count} of ${drafts} shown: ${said}.` : `${drafts}: all are shown${folded}.`;
  }

  /** What the filters ask for, in words: paper does not show them. */
  function filters(state) {
    const said = names.filter((name) => state[name] && form.elements[name]).map((name) => {
      const field = form.elements[name];
      if (name === 'text') return `words: “${state.text}”`;
      if (name === 'new') return 'only with new findings';
      const label = field.parentElement.firstChild.textContent.trim().toLowerCase();
      return `${label}: ${field.options[field.selectedIndex].textContent}`;
    });
    return said.join(', ');
  }

  /** A group without rows takes no room; one out of sight takes what its rows will. */
  function room(table, height) {
    for (const it of table?.tBodies || []) {
      const count = [...it.rows].filter((row) => !row.hidden).length;
      it.hidden = !count;
      it.style.containIntrinsicBlockSize = `${count * height}rem`;
    }
  }

  function counted(count, name) {
    return `${count} ${name}${count === 1 ? '' : 's'}`;
  }

  /** Shows what is asked for. */
  function show(state, typed) {
    for (const name of names) {
      const field = form.elements[name];
      if (!field) continue;
      if (field.type === 'checkbox') field.checked = Boolean(state[name]);
      else if (!typed || name !== 'text') field.value = state[name];
      field.classList.toggle('set', Boolean(state[name]));
    }
    if (!now || now.sort !== state.sort) sort(state);
    filter(state);
    now = state;
  }

  /** Goes there, as a step that leads back or in the place of this one. */
  function go(state, typed) {
    const hash = address(state);
    const [here] = location.href.split('#');
    // The letters of one search are one step.
    const same = typed && now.text && state.text;
    if (hash !== location.hash) {
      history[same ? 'replaceState' : 'pushState'](null, '', hash || here);
    }
    show(state, typed);
  }

  function chosen() {
    const state = { ...now };
    for (const name of names) {
      const field = form.elements[name];
      if (field) state[name] = field.type === 'checkbox' ? (field.checked ? '1' : '') : field.value;
    }
    state.text = state.text.trim();
    return state;
  }

  /** Opens what a place is folded into, and goes there. */
  function reveal(id) {
    const place = id && document.getElementById(id);
    if (!place) return false;
    for (let it = place.closest('details'); it; it = it.parentElement.closest('details')) it.open = true;
    place.scrollIntoView();
    return place;
  }

  function arrive() {
    const { hash } = location;
    show(asked(hash));
    if (!hash.includes('=')) reveal(hash.slice(1));
  }

  function button(words, name) {
    const it = document.createElement('button');
    it.type = 'button';
    it.textContent = words;
    if (name) it.className = name;
    return it;
  }

  for (const it of heads) it.replaceChildren(button(it.textContent));
  list.tHead.rows[0].classList.add('live');
  for (const it of document.querySelectorAll('[data-pick]')) {
    const pick = button(it.textContent, 'pick');
    const title = it.closest('[title]');
    pick.append(Object.assign(document.createElement('span'), { className: 'unseen', textContent: `${title ? `, ${title.title}` : ''}: show only such drafts` }));
    it.replaceChildren(pick);
  }
  list.tHead.addEventListener('click', (event) => {
    const head = event.target.closest('button')?.parentElement;
    if (!head) return;
    // What is worst stands on top at the first click.
    const { className: name, dataset } = head;
    const falls = dataset.sort === 'count' || dataset.sort === 'rank';
    const was = head.getAttribute('aria-sort');
    const down = was ? was === 'ascending' : falls;
    const said = `${down ? '-' : ''}${name}`;
    go({ ...now, sort: said === first ? '' : said });
  });
  document.addEventListener('click', (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const pick = event.target.closest('[data-pick]');
    if (pick) {
      const [name, value] = pick.dataset.pick.split('=');
      go({ ...now, [name]: value });
      reveal('drafts').focus({ preventScroll: true });
      return;
    }
    // A way inside the page leaves the filters in the address.
    const link = event.target.closest('a[href^="#"]');
    const place = link && reveal(link.hash.slice(1));
    if (!place) return;
    event.preventDefault();
    place.focus({ preventScroll: true });
  });
  form.addEventListener('input', (event) => go(chosen(), event.target.name === 'text'));
  form.addEventListener('submit', (event) => event.preventDefault());
  form.addEventListener('reset', (event) => {
    event.preventDefault();
    go(asked(''));
    form.elements.text.focus();
  });
  addEventListener('popstate', arrive);
  addEventListener('hashchange', arrive);
  form.hidden = false;
  arrive();
})();
