/// The script of the report: the page can be read without it.
enum ReportScript {
    static let text = theme + sorting + choosing + hovering + reading

    /// The button goes from the system's colors to light ones, dark ones and back.
    private static let theme = """
        (() => {
        'use strict';
        const root = document.documentElement, button = document.querySelector('.theme');
        const names = {automatic: 'automatic', light: 'light', dark: 'dark'};
        // A page from a file may not be allowed to remember.
        const recall = () => { try { return localStorage.getItem('varia-theme') } catch { return null } };
        const keep = name => { try { localStorage.setItem('varia-theme', name) } catch {} };
        const apply = name => {
          if (name === 'automatic') delete root.dataset.theme; else root.dataset.theme = name;
          button.textContent = 'Theme: ' + name;
        };
        let theme = names[recall()] || 'automatic';
        apply(theme);
        button.addEventListener('click', () => {
          theme = {automatic: 'light', light: 'dark', dark: 'automatic'}[theme];
          apply(theme); keep(theme);
        });

        """

    /// A click on a column's name sorts by it, another one the other way round. Rows without a value
    /// stay last.
    private static let sorting = """
        const duration = /^(?:(\\d+) h )?(?:(\\d+) min ?)?(?:([\\d.]+) s)?$/;
        const value = text => {
          if (text === '–' || text === '') return null;
          const time = duration.exec(text);
          if (time) return 3600 * (time[1] || 0) + 60 * (time[2] || 0) + 1 * (time[3] || 0);
          // No part of a word, as an identity may begin with digits.
          const found = /^[<+−-]?\\d[\\d,]*(?:\\.\\d+)?(?:e[−-]?\\d{1,3})?(?=$|[ %\\/])/.exec(text);
          return found ? parseFloat(found[0].replace(/[,<+]/g, '').replaceAll('−', '-')) : text;
        };
        const compare = (a, b) => typeof a === 'number' && typeof b === 'number'
          ? a - b : String(a).localeCompare(String(b), 'en', {numeric: true});
        for (const table of document.querySelectorAll('table.sortable')) {
          const heads = [...table.tHead.rows[0].cells], body = table.tBodies[0];
          heads.forEach((head, index) => head.firstElementChild.addEventListener('click', () => {
            const sign = head.getAttribute('aria-sort') === 'ascending' ? -1 : 1;
            heads.forEach(other => other.setAttribute('aria-sort', 'none'));
            head.setAttribute('aria-sort', sign > 0 ? 'ascending' : 'descending');
            const keyed = [...body.rows].map(row => [value(row.cells[index].textContent), row]);
            keyed.sort(([a], [b]) => a === null ? (b === null ? 0 : 1)
              : b === null ? -1 : sign * compare(a, b));
            body.append(...keyed.map(pair => pair[1]));
          }));
        }

        """

    private static let choosing = """
        for (const chooser of document.querySelectorAll('.chooser')) {
          const select = chooser.querySelector('select');
          const show = () => {
            for (const panel of chooser.querySelectorAll('.panel')) {
              panel.hidden = panel.id !== select.value;
            }
          };
          select.addEventListener('change', show);
          show();
        }

        """

    /// A pointer near a point, or a tap there, shows its values. Titles of marks are shown in the same
    /// way, instead of by the browser, which waits.
    private static let hovering = """
        const tip = document.getElementById('tip');
        const hide = () => { tip.hidden = true };
        const show = (text, x, y) => {
          tip.textContent = text;
          tip.hidden = false;
          const box = tip.getBoundingClientRect();
          tip.style.left = Math.max(4, Math.min(innerWidth - box.width - 4, x + 14)) + 'px';
          tip.style.top = (y + 18 + box.height > innerHeight ? y - box.height - 10 : y + 18) + 'px';
        };
        const lines = new WeakMap();
        const read = svg => {
          if (lines.has(svg)) return lines.get(svg);
          for (const title of svg.querySelectorAll('g title')) {
            title.parentNode.dataset.tip = title.textContent;
            title.remove();
          }
          const found = [...svg.querySelectorAll('[data-tips]')].map(path => ({
            path, name: path.parentNode.dataset.name, tips: path.dataset.tips.split('|'),
            points: [...path.getAttribute('d').matchAll(/[ML](-?[\\d.]+) (-?[\\d.]+)/g)]
              .map(found => [+found[1], +found[2]])
          }));
          lines.set(svg, found);
          return found;
        };
        const point = event => {
          const svg = event.target.closest && event.target.closest('.plot svg');
          if (!svg) return hide();
          const found = read(svg);
          const mark = event.target.closest('[data-tip]');
          if (mark) return show(mark.dataset.tip, event.clientX, event.clientY);
          let best = null, least = 28;
          for (const line of found) {
            const matrix = line.path.getScreenCTM();
            line.points.forEach(([x, y], index) => {
              const distance = Math.hypot(
                matrix.a * x + matrix.e - event.clientX, matrix.d * y + matrix.f - event.clientY);
              if (distance < least) { least = distance; best = [line, index] }
            });
          }
          if (!best) return hide();
          show(best[0].name + ', ' + best[0].tips[best[1]], event.clientX, event.clientY);
        };
        document.addEventListener('pointermove', point);
        // A finger has no way to be near: where it taps, the values stay until the next tap.
        document.addEventListener('pointerdown', point);
        document.addEventListener('pointerleave', event => {
          if (event.pointerType === 'mouse') hide();
        });
        addEventListener('scroll', hide, {passive: true});

        """

    /// The section that is being read stands out in the list of sections. On a phone the list is
    /// closed at first.
    private static let reading = """
        const list = document.querySelector('nav details');
        if (innerWidth <= 700) list.open = false;
        const links = new Map([...document.querySelectorAll('nav a')]
          .map(link => [link.getAttribute('href').slice(1), link]));
        if ('IntersectionObserver' in window) {
          const seen = new IntersectionObserver(entries => {
            for (const entry of entries) if (entry.isIntersecting) {
              for (const link of links.values()) link.removeAttribute('aria-current');
              links.get(entry.target.id).setAttribute('aria-current', 'true');
            }
          }, {rootMargin: '-15% 0px -75% 0px'});
          for (const section of document.querySelectorAll('section')) seen.observe(section);
        }
        })();
        """
}
