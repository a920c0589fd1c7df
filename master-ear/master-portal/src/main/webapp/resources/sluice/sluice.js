/* Live pages and the light/dark switch. No page needs it to show its first state. */
(function () {
  "use strict";

  var root = document.documentElement;
  // PrimeFaces gives its forms the page's nonce when the document is ready, and refuses requests without it.
  var ready = false;
  var paused = false;
  var open = false;
  var busy = false;
  var again = false;
  var heard = Date.now();
  // Without a push for this long the page asks by itself: soon when there is no socket, seldom when there is one.
  var ASK_WITHOUT_SOCKET_MS = 3000;
  var ASK_WITH_SOCKET_MS = 10000;

  // --- light or dark

  function isDark() {
    var theme = root.dataset.theme;
    return theme === "dark" || (theme === "system" && window.matchMedia("(prefers-color-scheme: dark)").matches);
  }

  function showTheme() {
    document.querySelectorAll("[data-theme-switch]").forEach(function (b) { b.setAttribute("aria-pressed", String(isDark())); });
  }

  function switchTheme() {
    var theme = isDark() ? "light" : "dark";
    root.dataset.theme = theme;
    document.cookie = "SLUICE_THEME=" + theme + "; path=/; max-age=31536000; secure; samesite=strict";
    showTheme();
    repaintCharts();
  }

  // --- live parts

  function wants(topic) {
    var form = document.getElementById("live");
    return form && form.dataset.topics.split(" ").indexOf(topic) >= 0;
  }

  function refresh() {
    if (paused) { return; }
    if (!ready || busy || document.hidden || document.querySelector(".ui-sortable-helper")) {
      again = true;
      return;
    }
    busy = true;
    again = false;
    rememberFocus();
    heard = Date.now();
    window.sluiceRefresh();
  }

  function begin() {
    ready = true;
    if (again) { refresh(); }
  }

  function settle() {
    busy = false;
    if (again) { window.setTimeout(refresh, 500); }
  }

  function masterAnswers(answers) {
    var note = document.getElementById("offline");
    if (note) { note.hidden = answers; }
  }

  function askWhenSilent() {
    if (Date.now() - heard > (open ? ASK_WITH_SOCKET_MS : ASK_WITHOUT_SOCKET_MS)) { refresh(); }
  }

  // A lost session answers an Ajax request with the login page: go there instead of showing nothing.
  function leaveWhenSignedOut(xhr) {
    if (xhr && xhr.responseURL && new URL(xhr.responseURL).pathname === "/login") { window.location.reload(); }
  }

  window.sluice = {
    opened: function () {
      open = true;
      masterAnswers(true);
      refresh();
    },
    changed: function (topic) { if (wants(topic)) { refresh(); } },
    closed: function () { open = false; },
    refreshed: function (xhr, status) {
      leaveWhenSignedOut(xhr);
      if (status === "success") { masterAnswers(true); }
      showAges();
      window.setTimeout(restoreFocus);
      settle();
    },
    failed: function () {
      masterAnswers(false);
      settle();
    },
    focus: function (id) {
      var control = document.getElementById(id);
      if (control) { control.focus(); }
    },
    pause: function (on) { paused = on; },
    deed: deed,
    chart: function () { prepareChart.call(this); },
    showFirstError: function (form) {
      var field = document.querySelector("#" + form + " .ui-state-error");
      if (field) {
        field.scrollIntoView({ block: "center" });
        field.focus();
      }
    }
  };

  // --- focus: a part that is rendered again gives the focus back to the same control, wherever it stands now

  var focused = null;

  function rememberFocus() {
    var control = document.activeElement && document.activeElement.closest("[data-focus]");
    if (control) { focused = control.dataset.focus; }
  }

  function restoreFocus() {
    if (!focused || (document.activeElement && document.activeElement !== document.body)) { return; }
    var control = document.querySelector("[data-focus='" + focused + "']");
    if (control && control.disabled) { control = control.parentElement.querySelector("[data-focus]:not([disabled])"); }
    focused = null;
    if (control) { control.focus(); }
  }

  // --- ages and clocks in the reader's own time

  function showAges() {
    showInstants();
    document.querySelectorAll("time[data-at]").forEach(function (t) {
      t.textContent = ago(Date.now() - skew() - Number(t.dataset.at));
    });
    document.querySelectorAll("time[data-until]").forEach(function (t) {
      t.textContent = left(Number(t.dataset.until) - (Date.now() - skew()));
    });
    document.querySelectorAll("time[data-clock]").forEach(function (t) {
      if (!t.dataset.shown) {
        t.textContent = new Date(Number(t.dataset.clock)).toLocaleTimeString([], { hour12: false });
        t.dataset.shown = "yes";
      }
    });
    document.querySelectorAll("time[data-date]").forEach(function (t) {
      if (!t.dataset.shown) {
        t.textContent = new Date(Number(t.dataset.date)).toLocaleString([], { dateStyle: "medium", timeStyle: "medium", hour12: false });
        t.dataset.shown = "yes";
      }
    });
  }

  // --- a time to choose: the field has it in the reader's own time, the hidden one as the master reads it

  function showInstants() {
    document.querySelectorAll("input[data-instant]").forEach(function (field) {
      var value = document.getElementById(field.dataset.instant).value;
      if (field.dataset.shown !== value) {
        field.dataset.shown = value;
        field.value = value ? here(value) : "";
      }
    });
  }

  function here(instant) {
    var time = new Date(instant);
    return new Date(time - time.getTimezoneOffset() * 60000).toISOString().slice(0, 16);
  }

  function chooseInstant(field) {
    var value = field.value ? new Date(field.value).toISOString() : "";
    document.getElementById(field.dataset.instant).value = value;
    field.dataset.shown = value;
    window[field.dataset.then]();
  }

  // What this browser's clock is ahead of the master's, measured when the part was rendered.
  var skews = new WeakMap();
  function skew() {
    var part = document.querySelector("[data-now]");
    if (!part) { return 0; }
    if (!skews.has(part)) { skews.set(part, Date.now() - Number(part.dataset.now)); }
    return skews.get(part);
  }

  function left(millis) {
    var s = Math.max(0, Math.ceil(millis / 1000));
    var pad = function (n) { return (n < 10 ? "0" : "") + n; };
    return s < 3600 ? Math.floor(s / 60) + ":" + pad(s % 60) : Math.floor(s / 3600) + ":" + pad(Math.floor(s % 3600 / 60)) + ":" + pad(s % 60);
  }

  function ago(millis) {
    var s = Math.max(0, Math.floor(millis / 1000));
    if (s < 1) { return "now"; }
    if (s < 60) { return s + " s ago"; }
    if (s < 3600) { return Math.floor(s / 60) + " min ago"; }
    return s < 86400 ? Math.floor(s / 3600) + " h ago" : Math.floor(s / 86400) + " d ago";
  }

  // --- charts: colours of the page, times and amounts in words; a click shows the records of that time

  var UNITS = ["", "k", "M", "G", "T", "P"];

  function amount(value, unit) {
    if (unit === "ms") { return value < 1000 ? Math.round(value * 10) / 10 + " ms" : Math.round(value / 100) / 10 + " s"; }
    var power = 0;
    while (value >= 1000 && power < UNITS.length - 1) { value /= 1000; power++; }
    return Math.round(value * 10) / 10 + " " + UNITS[power] + (unit === "bytes" ? "B" : "");
  }

  function when(millis, step) {
    var time = new Date(millis);
    if (step >= 86400000) { return time.toLocaleDateString([], { month: "short", day: "numeric", timeZone: "UTC" }); }
    return time.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", hour12: false });
  }

  function paint(config) {
    var style = getComputedStyle(root);
    config.data.datasets.forEach(function (line) {
      line.borderColor = style.getPropertyValue("--" + line.tone);
      line.backgroundColor = line.borderColor;
    });
    var scales = config.options.scales;
    scales.x.ticks.color = scales.y.ticks.color = config.options.plugins.legend.labels.color = style.getPropertyValue("--muted");
    scales.y.grid.color = style.getPropertyValue("--line");
  }

  function showRecords(chart, x) {
    var about = chart.config._config.sluice;
    var start = chart.data.labels[chart.scales.x.getValueForPixel(x)];
    var page = chart.canvas.closest("[data-records]").dataset.records;
    var times = "from=" + new Date(start).toISOString() + "&to=" + new Date(start + about.step).toISOString();
    window.location.href = page + (page.indexOf("?") < 0 ? "?" : "&") + times;
  }

  // The widget's "extender": runs before the chart is drawn, with the widget as "this".
  function prepareChart() {
    var config = this.cfg.config;
    var about = config.sluice;
    config.data.datasets.forEach(function (line) {
      line.borderWidth = 2;
      line.pointRadius = config.data.labels.length > 1 ? 0 : 3;
      line.tension = 0.2;
    });
    config.options = {
      animation: false, responsive: true, maintainAspectRatio: false, interaction: { mode: "index", intersect: false },
      onClick: function (event, points, chart) { showRecords(chart, event.x); },
      scales: {
        x: { grid: { display: false }, ticks: { maxRotation: 0, autoSkipPadding: 16, callback: function (v) { return when(this.getLabelForValue(v), about.step); } } },
        y: { beginAtZero: true, grid: {}, ticks: { maxTicksLimit: 6, callback: function (v) { return amount(v, about.unit); } } }
      },
      plugins: {
        legend: { position: "bottom", labels: { boxWidth: 10, boxHeight: 10 } },
        tooltip: { callbacks: {
          title: function (points) { return points.length ? new Date(Number(points[0].label)).toLocaleString([], { dateStyle: "medium", timeStyle: "short", hour12: false }) : ""; },
          label: function (point) { return point.dataset.label + ": " + amount(point.raw, about.unit); }
        } }
      }
    };
    paint(config);
  }

  function repaintCharts() {
    if (!window.Chart) { return; }
    Object.values(window.Chart.instances).forEach(function (chart) {
      paint(chart.config._config);
      chart.update();
    });
  }

  // --- copying

  function copy(button) {
    var source = document.getElementById(button.dataset.copy);
    var word = button.querySelector("[data-copy-text]");
    window.getSelection().selectAllChildren(source);
    navigator.clipboard.writeText(source.textContent).then(function () {
      word.textContent = "Copied";
    }, function () {
      word.textContent = "Press Ctrl+C";
    });
  }

  // --- what a button in a row of rules does: with the rule's id, so that it does not matter whether rows have moved meanwhile

  function deed(button) {
    var rule = [{ name: "rule", value: button.dataset.rule }, { name: "deed", value: button.dataset.deed }];
    if (button.dataset.deed === "edit") { window.sluiceEditRule(rule); } else { window.sluiceRule(rule); }
  }

  function askBefore(button) {
    window.PrimeFaces.confirm({
      type: "dialog", source: button, escape: true, header: "Delete the rule?", icon: "pi pi-trash", yesButtonLabel: "Delete", noButtonLabel: "Keep",
      message: "\u201c" + button.dataset.name + "\u201d is taken out of the draft. Slaves keep it until you publish."
    });
  }

  document.addEventListener("click", function (event) {
    var doing = event.target.closest("[data-deed]");
    if (doing && !doing.disabled) {
      event.preventDefault();
      if (doing.dataset.pfconfirmcommand) { askBefore(doing); } else { deed(doing); }
    }
    if (event.target.closest("[data-theme-switch]")) { switchTheme(); }
    var copying = event.target.closest("[data-copy]");
    if (copying) { copy(copying); }
    var record = event.target.closest("[data-record]");
    if (record) { window.sluiceOpenRecord([{ name: "record", value: record.dataset.record }]); }
  });
  document.addEventListener("change", function (event) {
    if (event.target.matches("input[data-instant]")) { chooseInstant(event.target); }
  });
  document.addEventListener("visibilitychange", function () { if (!document.hidden && again) { refresh(); } });
  document.addEventListener("DOMContentLoaded", function () {
    showTheme();
    showAges();
    window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", showTheme);
    window.setInterval(showAges, 1000);
    if (!document.getElementById("live")) { return; }
    window.jQuery(begin);
    window.setInterval(askWhenSilent, 1000);
    window.jQuery(document).on("pfAjaxSend", rememberFocus);
    window.jQuery(document).on("pfAjaxComplete pfAjaxError", function (event, xhr) {
      leaveWhenSignedOut(xhr);
      window.setTimeout(function () {
        showAges();
        restoreFocus();
      });
    });
  });
})();
