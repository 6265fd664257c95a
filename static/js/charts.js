/* Draws each canvas with data-chart from the figures that json_script left beside it.

   The figures: {kind: "line" | "bar", time, unit, labels, series: [{label, values, low, high,
   tone, dashed}], marks: [{value, label, at_end}], links: [address]}. A point with an address opens there. Colors are the page's tokens, so a chart follows
   light and dark; missing values are gaps, never zero; movement is left out where it is unwanted.

   A waterfall has one series, whose values are the two ends of each bar; amounts says what each is
   worth, tones its color, and links the id of the link in the table that a click on it follows. On
   a phone it lies on its side, for its words need the room.

   Chart.js is large, so it is loaded when the first chart appears, on a page or in a part. */

"use strict";

(() => {
    const still = matchMedia("(prefers-reduced-motion: reduce)");
    const dark = matchMedia("(prefers-color-scheme: dark)");
    const language = document.documentElement.lang || "en";
    const ORDER = ["accent", "good", "watch", "bad", "quiet"];
    const DASHES = [[], [6, 3], [2, 3], [8, 3, 2, 3], [1, 4]];
    const POINTS = ["circle", "rect", "triangle", "rectRot", "cross"];
    const drawn = new Map();
    const parts = document.currentScript.dataset.parts.split(" ");
    let loading = null;

    function load() {
        loading ||= Promise.all(
            parts.map(
                (address) =>
                    new Promise((resolve, reject) => {
                        const script = document.createElement("script");
                        script.src = address;
                        script.async = false; /* they run in their order */
                        script.addEventListener("load", resolve);
                        script.addEventListener("error", reject);
                        document.head.append(script);
                    }),
            ),
        );
        return loading;
    }

    /* A token may be light-dark(): only a real element resolves it to a color. */
    function tokens(names) {
        const probe = document.createElement("span");
        probe.hidden = true;
        document.body.append(probe);
        const found = {};
        for (const name of names) {
            probe.style.color = `var(--${name})`;
            found[name] = getComputedStyle(probe).color;
        }
        probe.remove();
        return found;
    }

    function colors() {
        const found = tokens([
            "ink", "ink-soft", "line", "surface", "accent", "good-mark", "watch-mark", "bad-mark",
            "quiet-mark",
        ]);
        const tones = Object.fromEntries(
            ORDER.map((tone) => [tone, found[tone] || found[`${tone}-mark`]]),
        );
        return { ...found, tones };
    }

    const faint = (color) => color.replace(/^rgb\((.*)\)$/, "rgb($1 / 0.16)").replaceAll(",", " ");

    function figure(value, unit, currency) {
        if (value === null || value === undefined) return "–";
        const money = (unit || "").startsWith("money") && currency;
        const style = money ? { style: "currency", currency } : {};
        const digits = { minimumFractionDigits: 0, maximumFractionDigits: Math.abs(value) >= 1000 ? 0 : 1 };
        const text = new Intl.NumberFormat(language, { ...style, ...digits }).format(value);
        return unit === "percent" ? `${text}${language === "fr" ? "\u202f" : ""}%` : text;
    }

    function at(labels, values, time) {
        return values.map((value, index) => (time ? { x: labels[index], y: value } : value));
    }

    const narrow = matchMedia("(max-width: 40rem)");
    const isWaterfall = (chart) => chart.kind === "waterfall";
    const lies = (chart) => isWaterfall(chart) && narrow.matches;

    const LONG = 10; /* letters, beyond which a label stands in lines of a word each */
    const inLines = (label) => (label.length > LONG ? label.split(" ") : label);

    function bars(chart, paint) {
        const [series] = chart.series;
        return [{
            label: series.label,
            data: series.values,
            backgroundColor: chart.tones.map((tone) => paint.tones[tone]),
            borderSkipped: false,
            minBarLength: 2,
            barPercentage: 0.86,
            categoryPercentage: 0.86,
        }];
    }

    function sets(chart, paint) {
        if (isWaterfall(chart)) return bars(chart, paint);
        return chart.series.flatMap((series, index) => {
            const color = paint.tones[series.tone] || paint.tones[ORDER[index % ORDER.length]];
            const line = {
                label: series.label,
                data: at(chart.labels, series.values, chart.time),
                borderColor: color,
                backgroundColor: color,
                borderWidth: 2,
                borderDash: series.dashed ? [6, 4] : DASHES[index % DASHES.length],
                pointStyle: POINTS[index % POINTS.length],
                pointRadius: series.values.length > 40 ? 0 : 3,
                pointHoverRadius: 5,
                pointHitRadius: 12,
                spanGaps: false,
            };
            if (!series.low || !series.high || chart.kind === "bar") return [line];
            const edge = {
                borderWidth: 0, pointRadius: 0, pointHitRadius: 0, band: true,
                backgroundColor: faint(color),
            };
            return [
                line,
                { ...edge, label: "", data: at(chart.labels, series.low, chart.time), fill: false },
                { ...edge, label: "", data: at(chart.labels, series.high, chart.time), fill: "-1" },
            ];
        });
    }

    /* A word stands under its line where another line runs close above it. */
    const CLOSE = 24; /* pixels */
    function isUnder(mark, y, marks, scale) {
        return marks.some((other) => {
            const above = y - scale.getPixelForValue(other.value);
            return other !== mark && above > 0 && above < CLOSE;
        });
    }

    /* Marks are drawn by hand: a line across the paper, with its word at the left end, or at_end. */
    const marks = {
        id: "marks",
        afterDatasetsDraw({ ctx, chartArea, scales, options }) {
            for (const mark of options.marks || []) {
                const y = scales.y.getPixelForValue(mark.value);
                ctx.save();
                ctx.strokeStyle = ctx.fillStyle = options.ink;
                ctx.lineWidth = 1.5;
                ctx.setLineDash([2, 3]);
                ctx.beginPath();
                ctx.moveTo(chartArea.left, y);
                ctx.lineTo(chartArea.right, y);
                ctx.stroke();
                ctx.font = `600 12px ${options.font}`;
                ctx.textAlign = mark.at_end ? "right" : "left";
                const end = mark.at_end ? chartArea.right - 4 : chartArea.left + 4;
                ctx.fillText(mark.label, end, isUnder(mark, y, options.marks, scales.y) ? y + 15 : y - 7);
                ctx.restore();
            }
        },
    };

    /* Where one bar of a waterfall ends the next one begins: a hairline leads the eye there. */
    const joints = {
        id: "joints",
        afterDatasetsDraw(chart) {
            if (!chart.options.ends) return;
            const { ctx, scales, options } = chart;
            const upright = options.indexAxis !== "y";
            const elements = chart.getDatasetMeta(0).data;
            ctx.save();
            ctx.strokeStyle = options.ink;
            ctx.lineWidth = 1;
            ctx.setLineDash([2, 2]);
            for (let index = 0; index < elements.length - 1; index += 1) {
                const here = elements[index];
                const next = elements[index + 1];
                const level = scales[upright ? "y" : "x"].getPixelForValue(options.ends[index]);
                ctx.beginPath();
                if (upright) {
                    ctx.moveTo(here.x + here.width / 2, level);
                    ctx.lineTo(next.x - next.width / 2, level);
                } else {
                    ctx.moveTo(level, here.y + here.height / 2);
                    ctx.lineTo(level, next.y - next.height / 2);
                }
                ctx.stroke();
            }
            ctx.restore();
        },
    };

    /* What differs for a waterfall: which way it lies, what a bar says, where a click leads. */
    function ofWaterfall(chart, scales, shown) {
        const onSide = lies(chart);
        const labels = { ...scales.x, type: "category", ticks: { ...scales.x.ticks, autoSkip: false } };
        const amounts = { ...scales.y, beginAtZero: true };
        return {
            ends: chart.ends,
            indexAxis: onSide ? "y" : "x",
            scales: onSide ? { x: { ...amounts, ticks: { ...amounts.ticks, maxTicksLimit: 4 } }, y: labels } : { x: labels, y: amounts },
            onClick: (_event, found) => {
                if (found.length) document.getElementById(chart.links[found[0].index])?.click();
            },
            onHover: (event, found) => {
                const leads = found.length && chart.links[found[0].index];
                event.native.target.style.cursor = leads ? "pointer" : "";
            },
            tooltip: { label: (item) => shown(chart.amounts[item.dataIndex]) },
        };
    }

    /* A click near a point opens it; the pointer says so. The table below has the same links. */
    function opening(chart) {
        const address = (found) => (found.length ? chart.links?.[found[0].index] : "");
        return {
            onClick(event, found) {
                if (address(found)) location.assign(address(found));
            },
            onHover(event, found) {
                event.native.target.classList.toggle("chart-opens", Boolean(address(found)));
            },
        };
    }

    function options(chart, paint) {
        const font = getComputedStyle(document.body).fontFamily;
        const shown = (value) => figure(value, chart.unit, chart.currency);
        const usual = usualOptions(chart, paint, font, shown);
        if (!isWaterfall(chart)) return usual;
        const { tooltip, ...own } = ofWaterfall(chart, usual.scales, shown);
        usual.plugins.tooltip.callbacks = tooltip;
        return { ...usual, ...own };
    }

    /* No mark lies beyond the paper. */
    function around(marks) {
        const values = marks.map((mark) => mark.value);
        return marks.length ? { suggestedMin: Math.min(...values), suggestedMax: Math.max(...values) } : {};
    }

    function usualOptions(chart, paint, font, shown) {
        return {
            marks: chart.marks,
            ink: paint.ink,
            font,
            locale: language,
            animation: still.matches ? false : { duration: 250 },
            maintainAspectRatio: false,
            interaction: { mode: "index", intersect: false },
            ...opening(chart),
            scales: {
                x: {
                    type: chart.time ? "time" : "category",
                    adapters: { date: { locale: language } },
                    time: { tooltipFormat: "DD", minUnit: "day" },
                    grid: { drawOnChartArea: false, tickColor: paint["ink-soft"], tickLength: 6 },
                    border: { color: paint["ink-soft"] },
                    ticks: { color: paint["ink-soft"], maxRotation: 0, autoSkipPadding: 16, font: { family: font } },
                },
                y: {
                    beginAtZero: chart.kind === "bar",
                    ...around(chart.marks || []),
                    grace: "5%",
                    grid: { color: paint.line },
                    border: { display: false },
                    ticks: { color: paint["ink-soft"], maxTicksLimit: 6, callback: shown, font: { family: font } },
                },
            },
            plugins: {
                legend: {
                    display: chart.series.length > 1,
                    position: "bottom",
                    labels: {
                        color: paint.ink, usePointStyle: true, boxHeight: 7, font: { family: font },
                        filter: (item, data) => !data.datasets[item.datasetIndex].band,
                    },
                },
                tooltip: {
                    filter: (item) => !item.dataset.band,
                    callbacks: { label: (item) => `${item.dataset.label}${language === "fr" ? "\u202f" : ""}: ${shown(item.parsed.y)}` },
                },
            },
        };
    }

    function draw(canvas) {
        const source = document.getElementById(canvas.dataset.chart);
        if (!source) return;
        const chart = JSON.parse(source.textContent);
        const paint = colors();
        drawn.get(canvas)?.destroy();
        drawn.set(canvas, new window.Chart(canvas, {
            type: isWaterfall(chart) ? "bar" : chart.kind,
            data: {
                labels: chart.time ? undefined : isWaterfall(chart) && !lies(chart) ? chart.labels.map(inLines) : chart.labels,
                datasets: sets(chart, paint),
            },
            options: options(chart, paint),
            plugins: [marks, joints],
        }));
    }

    async function drawAll() {
        const canvases = [...document.querySelectorAll("canvas[data-chart]")];
        for (const canvas of drawn.keys()) {
            if (!canvas.isConnected) {
                drawn.get(canvas).destroy();
                drawn.delete(canvas);
            }
        }
        if (canvases.length === 0) return;
        await load();
        canvases.filter((canvas) => canvas.isConnected).forEach(draw);
    }

    drawAll();
    document.addEventListener("theme", drawAll);
    dark.addEventListener("change", drawAll);
    narrow.addEventListener("change", drawAll);
    document.addEventListener("htmx:load", (event) => {
        if (event.detail.elt.querySelector?.("canvas[data-chart]")) drawAll();
    });
})();
