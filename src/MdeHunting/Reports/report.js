(function () {
    'use strict';
    var pageSize = 100;
    var numbers = { INT64: 1, INT32: 1, DOUBLE: 1, SQLDECIMAL: 1, DECIMAL: 1, LONG: 1, INT: 1, REAL: 1 };

    function setUp(section) {
        var body = section.querySelector('tbody');
        var heads = section.querySelectorAll('thead th');
        var search = section.querySelector('input');
        var count = section.querySelector('[data-count]');
        var back = section.querySelector('[data-back]');
        var on = section.querySelector('[data-on]');
        var rows = null;
        var texts = null;
        var order = null;
        var page = 0;
        var column = -1;
        var isDown = false;

        function read() {
            if (rows === null) {
                rows = JSON.parse(section.querySelector('script').textContent);
                order = rows.map(function (_, i) { return i; });
            }
        }

        function keys() {
            var isNumber = numbers[heads[column].getAttribute('data-type').toUpperCase()] === 1;
            return rows.map(function (row) {
                var cell = row[column];
                return cell === null ? null : isNumber ? Number(cell) : cell;
            });
        }

        function sort() {
            if (column < 0) {
                return;
            }

            var of = keys();
            var sign = isDown ? -1 : 1;
            order.sort(function (a, b) {
                var x = of[a];
                var y = of[b];
                // What is empty stands last, whichever way.
                if (x === null || y === null) {
                    return x === y ? a - b : x === null ? 1 : -1;
                }

                return x < y ? -sign : x > y ? sign : a - b;
            });
        }

        function filter() {
            var words = search.value.toLowerCase().split(/\s+/).filter(function (word) { return word !== ''; });
            if (words.length > 0 && texts === null) {
                texts = rows.map(function (row) { return row.join('\n').toLowerCase(); });
            }

            order = [];
            for (var i = 0; i < rows.length; i++) {
                if (words.every(function (word) { return texts[i].indexOf(word) >= 0; })) {
                    order.push(i);
                }
            }
        }

        function show() {
            var pages = Math.max(1, Math.ceil(order.length / pageSize));
            page = Math.min(Math.max(page, 0), pages - 1);
            var shown = document.createDocumentFragment();
            order.slice(page * pageSize, (page + 1) * pageSize).forEach(function (i) {
                var line = document.createElement('tr');
                rows[i].forEach(function (cell) {
                    line.appendChild(document.createElement('td')).textContent = cell === null ? '' : cell;
                });
                shown.appendChild(line);
            });
            body.textContent = '';
            body.appendChild(shown);
            heads.forEach(function (head, i) {
                head.setAttribute('aria-sort', i !== column ? 'none' : isDown ? 'descending' : 'ascending');
            });
            count.textContent = order.length.toLocaleString('en-US') + ' of ' + rows.length.toLocaleString('en-US') + ' rows, page '
                + (page + 1).toLocaleString('en-US') + ' of ' + pages.toLocaleString('en-US');
            back.disabled = page === 0;
            on.disabled = page === pages - 1;
        }

        heads.forEach(function (head, i) {
            head.querySelector('button').addEventListener('click', function () {
                read();
                isDown = column === i && !isDown;
                column = i;
                page = 0;
                sort();
                show();
            });
        });
        search.addEventListener('input', function () {
            read();
            page = 0;
            filter();
            sort();
            show();
        });
        back.addEventListener('click', function () { read(); page--; show(); });
        on.addEventListener('click', function () { read(); page++; show(); });
        section.querySelector('.bar').hidden = false;
    }

    document.querySelectorAll('[data-table]').forEach(setUp);
    document.querySelector('[data-still]').hidden = true;
})();
