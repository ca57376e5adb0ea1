'use strict';
// Marks what belongs to a source line in all panes: while the pointer is on it, and for good when it is clicked.
(() => {
  const byLine = new Map();
  for (const row of document.querySelectorAll('[data-line]')) {
    if (!byLine.has(row.dataset.line)) byLine.set(row.dataset.line, []);
    byLine.get(row.dataset.line).push(row);
  }
  const marked = { on: null, pinned: null };
  function mark(kind, line) {
    for (const row of byLine.get(marked[kind]) ?? []) row.classList.remove(kind);
    marked[kind] = line;
    for (const row of byLine.get(line) ?? []) row.classList.add(kind);
  }
  const lineOf = event => event.target.closest('[data-line]')?.dataset.line ?? null;

  document.addEventListener('mouseover', event => mark('on', lineOf(event)));
  document.addEventListener('click', event => {
    const line = lineOf(event);
    if (event.target.closest('a') !== null) return;
    if (line === null) return;
    mark('pinned', line === marked.pinned ? null : line);
    if (marked.pinned === null) return;
    const own = event.target.closest('section');
    for (const pane of document.querySelectorAll('section')) {
      const row = byLine.get(line).find(each => pane.contains(each) ? each.offsetParent !== null : false);
      if (pane !== own) if (row !== undefined) pane.scrollTop += row.getBoundingClientRect().top
        - pane.getBoundingClientRect().top - pane.clientHeight / 3;
    }
  });

  // One pass of the graph at a time.
  document.body.classList.add('scripted');
  function show(id) {
    for (const part of document.querySelectorAll('.pass')) part.classList.toggle('shown', part.id === id);
    for (const link of document.querySelectorAll('nav a')) link.classList.toggle('shown', link.hash === '#' + id);
  }
  for (const link of document.querySelectorAll('nav a')) {
    link.addEventListener('click', event => { event.preventDefault(); show(link.hash.slice(1)); });
  }
  const last = [...document.querySelectorAll('nav a')].at(-1);
  if (last !== undefined) show(last.hash.slice(1));
})();
