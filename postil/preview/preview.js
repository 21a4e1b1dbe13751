// What livereload.js calls when a page has changed: the new page's differences go into the open
// one, so that scroll position, fragment and open parts stay. STYLE is panel.css.
(() => {
  const KEY = 'postil-preview', doc = document;
  const host = doc.createElement(KEY), shadow = host.attachShadow({ mode: 'open' });
  const [look, own] = [new CSSStyleSheet(), new CSSStyleSheet()];
  look.replaceSync(STYLE);
  shadow.adoptedStyleSheets = [look];
  let busy, again, css, panel = '', version;

  const all = (d, what, of) => [...d.querySelectorAll(what)].map(e => e[of]).join('');
  const styles = d => all(d, 'style', 'textContent');
  // What cannot go into an open page: another head, and scripts, which have seen the old one.
  const fixed = d => all(d, 'head>:not(title,style,meta,[rel=icon]),script:not([type*=json])', 'outerHTML');

  function take(d) { // the preview's parts out of a page; true where the page itself is new
    const part = d.getElementById(KEY), { mark, alarm, page } = part.dataset, was = shadow.firstChild;
    while (part.nextSibling) part.nextSibling.remove();
    part.remove();
    if (part.innerHTML != panel) {
      shadow.innerHTML = panel = part.innerHTML;
      const now = shadow.firstChild;
      if (now && now.dataset.level == was?.dataset.level) now.open = was.open;
    }
    // Only what differs is set: a change in the head has all of the page's :has() looked at again.
    const icon = d => d.querySelector('link[rel=icon]') ?? {}, put = (o, key, now) => o[key] == now || (o[key] = now);
    put(doc, 'title', mark + d.title);
    put(icon(doc), 'href', alarm || icon(d).href);
    return version != (version = page);
  }

  function morph(a, b) {
    if (a.isEqualNode(b)) return;
    if (a.nodeType == 3 && b.nodeType == 3) return a.data = b.data; // spares a look at all of :has()
    if (a.nodeType != 1 || a.nodeName != b.nodeName || a.id != b.id) return a.replaceWith(b);
    for (const { name } of [...a.attributes])
      b.hasAttribute(name) || name == 'open' || a.removeAttribute(name);
    for (const { name, value } of b.attributes)
      a.getAttribute(name) == value || a.setAttribute(name, value);
    const x = [...a.childNodes], y = [...b.childNodes];
    let end = null;
    while (x[0] && y[0]?.isEqualNode(x[0])) x.shift(), y.shift();
    while (x[0] && y.at(-1)?.isEqualNode(x.at(-1))) end = x.pop(), y.pop();
    y.forEach((e, i) => x[i] ? morph(x[i], e) : a.insertBefore(e, end));
    x.slice(y.length).forEach(e => e.remove());
  }

  function show(d) {
    if (!take(d)) return;
    if (fixed(d) != fixed(doc)) return sessionStorage[KEY] = scrollY, location.reload();
    const y = location.hash && scrollY;
    if (css != styles(d)) {
      own.replaceSync(css = styles(d));
      doc.querySelectorAll('style').forEach(s => s.media = 'not all');
      doc.adoptedStyleSheets = [own];
    }
    morph(doc.body, d.body);
    if (location.hash && !doc.querySelector(':target')) location.replace(location.hash), scrollTo(0, y);
  }

  async function refresh() {
    again = 1;
    if (busy) return;
    busy = 1;
    while (again) {
      again = 0;
      try {
        const page = await (await fetch(location, { cache: 'no-cache' })).text();
        again || show(new DOMParser().parseFromString(page, 'text/html'));
      } catch { } // the preview has ended; when it is back, it calls
    }
    busy = 0;
  }

  window.LiveReloadPluginPostil = class {
    static identifier = KEY;
    static version = 1;
    reload() { return refresh(), true; }
  };
  addEventListener('DOMContentLoaded', () => {
    doc.documentElement.append(host);
    css = styles(doc);
    take(doc);
    KEY in sessionStorage && scrollTo(0, sessionStorage[KEY]);
    delete sessionStorage[KEY];
  });
})();
