"use strict";

// The page holds one choice. Each change of a control changes it, hands it to
// the library as JSON, and shows the answer.

const $ = (id) => document.getElementById(id);

// element makes an element with properties and children.
function element(name, properties, ...children) {
	const e = Object.assign(document.createElement(name), properties);
	e.append(...children);
	return e;
}

// write changes a text only if it differs, which spares the browser work.
function write(e, text) {
	if (e.textContent !== text) e.textContent = text;
}

let menus; // what there is to choose from
let menu; // of the chosen data
let choice;
let answer; // the last one without problems
let flagged = new Set(); // codes of units in conflict
const names = new Map(); // of the units that were shown, by code
const wide = matchMedia("(min-width: 80rem)");

// --- Starting

async function start() {
	const text = atob($("compiled").textContent);
	$("compiled").remove();
	const bytes = Uint8Array.from(text, (c) => c.charCodeAt(0));
	const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
	const go = new Go();
	const program = await WebAssembly.instantiate(await new Response(stream).arrayBuffer(), go.importObject);
	go.run(program.instance); // goes on until the page is closed

	menus = JSON.parse(cascadeMenu());
	$("data").append(...menus.map((m) => new Option(m.name, m.key)));
	listen();
	open(menus[0].key);
	$("loading").remove();
	$("app").hidden = false;
}

// open begins with the opening choice of a data set.
function open(key, event) {
	menu = menus.find((m) => m.key === key);
	choice = structuredClone(menu.opening);
	answer = undefined;
	fillMenus();
	update(event);
}

// --- Controls

// fillMenus makes the controls that depend on the data set.
function fillMenus() {
	write($("about"), menu.about);
	write($("measure"), menu.measure);
	write($("head-had"), menu.had);
	write($("head-due"), menu.due);
	write($("head-got"), menu.got);
	write($("unit-had-title"), menu.had);
	write($("unit-quota-title"), menu.due);
	write($("unit-got-title"), menu.got);
	$("peers").replaceChildren(...menu.levels.map((l) => new Option(l.name, l.key)));
	$("levels").replaceChildren(...menu.levels.map(levelControls));

	const range = $("target-range");
	range.step = String(stepOf(number(menu.opening.target)));
	range.min = String(number(menu.opening.target) * 0.5);
	range.max = String(number(menu.opening.target) * 1.5);
}

// levelControls makes the controls of one level's rule.
function levelControls(level) {
	const group = $("level").content.firstElementChild.cloneNode(true);
	group.dataset.level = level.key;
	group.open = wide.matches;
	for (const field of group.querySelectorAll(".field")) {
		const path = `levels.${level.key}.${field.dataset.of}`;
		field.dataset.field = path;
		const control = field.querySelector("select, input");
		control.id = path;
		const label = field.querySelector("label");
		label.htmlFor = path;
		for (const c of field.querySelectorAll("select, input")) c.dataset.path = path;
		for (const b of field.querySelectorAll("button")) {
			const down = "down" in b.dataset;
			b.dataset[down ? "down" : "up"] = path;
			b.setAttribute("aria-label", `${down ? "Less" : "More"}: ${label.textContent}, ${level.name}`);
		}
		const range = field.querySelector("[type=range]");
		if (range) range.setAttribute("aria-label", `${label.textContent}, ${level.name}`);
	}

	const of = (name) => group.querySelector(`select[data-of=${name}]`);
	of("method").append(...menu.methods.map((m) => new Option(m.name, m.key)));
	of("rounding").append(...menu.roundings.map((r) => new Option(r, r)));
	of("rounding").closest(".field").hidden = menu.roundings.length === 0;
	for (const name of ["weights", "second"]) {
		const columns = menu.columns.filter((c) => c.levels.includes(level.key));
		of(name).append(...columns.map((c) => new Option(c.name, c.key)));
	}
	write(group.querySelector("[data-hint=has]"), `Bounds are multiples of what a unit had: ${level.has}.`);
	return group;
}

// sync shows the choice in the controls, except in the one that is being typed in.
function sync() {
	for (const level of menu.levels) syncLevel(level, choice.levels[level.key]);
	const set = setting(choice.unit);
	for (const control of document.querySelectorAll("[data-path]")) {
		const value = control.dataset.path.startsWith("unit.") ? (set?.[control.dataset.path.slice(5)] ?? "") : at(control.dataset.path);
		if (control.type === "checkbox") control.checked = value;
		else if (control.type === "range") control.value = Number.isNaN(number(value)) ? control.value : String(number(value));
		else if (control !== document.activeElement || control.tagName === "SELECT") control.value = value;
	}
	$("held").hidden = !set?.hold;
	$("free").disabled = !set;

	write($("single-brief"), choice.units.length ? String(choice.units.length) : "");
	$("own-hint").hidden = choice.units.length > 0;
	$("own").replaceChildren(...choice.units.map((s) => element("li", {},
		element("button", { type: "button", className: "link", textContent: s.name, onclick: (e) => select(s.unit, e) }), ` ${settingText(s)} `,
		element("button", { type: "button", className: "link", textContent: "Remove", ariaLabel: `Remove what is set for ${s.name}`, onclick: (e) => free(s.unit, e) }))));
}

function syncLevel(level, rule) {
	const group = document.querySelector(`[data-level=${level.key}]`);
	const method = menu.methods.find((m) => m.key === rule.method);
	for (const name of ["weights", "second", "share"]) {
		const field = group.querySelector(`.field[data-of=${name}]`);
		field.hidden = !(name in method.reads);
		if (name in method.reads) {
			const words = method.reads[name] + (name === "share" ? ", percent" : "");
			write(field.querySelector("label"), words[0].toUpperCase() + words.slice(1));
		}
	}
	write(group.querySelector(".field[data-of=method] .hint"), method.says);
	const stretch = number(rule.stretch) || 0;
	group.querySelector("summary").replaceChildren(level.name, " ",
		element("span", { className: "brief", textContent: `${method.name.toLowerCase()}${stretch ? `, ${stretch > 0 ? "+" : "−"}${Math.abs(stretch)} %` : ""}` }));
}

function settingText(s) {
	const parts = [];
	if (s.hold) parts.push(`held at ${s.hold}`);
	if (s.min) parts.push(`at least ${s.min}`);
	if (s.max) parts.push(`at most ${s.max}`);
	return parts.join(", ");
}

// at reads the choice at a path such as "levels.city.stretch".
function at(path) {
	return path.split(".").reduce((value, key) => value?.[key], choice);
}

// put changes the choice at a path, and shows what follows.
function put(path, value, event) {
	if (path === "data") return open(value, event);
	if (path.startsWith("unit.")) {
		putSetting(path.slice(5), value);
	} else {
		const keys = path.split(".");
		keys.slice(0, -1).reduce((value, key) => value[key], choice)[keys.at(-1)] = value;
	}
	update(event);
}

function setting(code) {
	return choice.units.find((s) => s.unit === code);
}

// putSetting sets one thing for the chosen unit. A unit for which no figure is
// set has no setting.
function putSetting(key, value) {
	let set = setting(choice.unit);
	if (!set) {
		set = { unit: choice.unit, name: names.get(choice.unit), hold: "", by: "you", reason: "set on this page", min: "", max: "" };
		choice.units.push(set);
	}
	set[key] = value;
	if (!set.hold && !set.min && !set.max) choice.units = choice.units.filter((s) => s !== set);
}

function free(code, event) {
	choice.units = choice.units.filter((s) => s.unit !== code);
	update(event);
}

// number reads a number for a slider or a step. The library reads the text itself.
function number(text) {
	return Number(String(text).replace(/[,\s%]/g, "").replace("−", "-"));
}

// stepOf is a power of ten that is from a two-hundredth to a twentieth of a figure.
function stepOf(figure) {
	const least = menu.roundings.length > 0 ? 1 : 0.01;
	return Math.max(least, 10 ** Math.floor(Math.log10(Math.abs(figure) / 20 || least)));
}

// step raises or lowers the number in a control.
function step(path, sign, event) {
	const name = path.split(".").at(-1);
	const quota = number(answer?.unit.plain ?? 0);
	const [by, from] = {
		stretch: [1, 0], share: [5, 50], atLeast: [0.1, 1], atMost: [0.1, 1],
		target: [stepOf(number(choice.target)), 0], reserve: [stepOf(number(choice.target) / 100), 0],
	}[name] ?? [stepOf(quota), quota];
	const text = path.startsWith("unit.") ? (setting(choice.unit)?.[name] ?? "") : at(path);
	const now = text === "" ? from : number(text);
	if (Number.isNaN(now)) return;
	put(path, (now + sign * by).toFixed(by < 1 ? Math.round(-Math.log10(by)) : 0), event);
}

function listen() {
	document.addEventListener("input", (event) => {
		const control = event.target.closest("[data-path]");
		if (control) put(control.dataset.path, control.type === "checkbox" ? control.checked : control.value, event);
	});
	document.addEventListener("click", (event) => {
		const button = event.target.closest("button");
		if (button?.dataset.up) step(button.dataset.up, 1, event);
		if (button?.dataset.down) step(button.dataset.down, -1, event);
	});
	$("choices").addEventListener("submit", (event) => event.preventDefault());
	$("reset").onclick = (event) => open(menu.key, event);
	$("hold-now").onclick = (event) => put("unit.hold", answer.unit.plain, event);
	$("free").onclick = (event) => free(choice.unit, event);
	$("more").onclick = (event) => put("rows", 0, event);
	$("copy").onclick = copy;

	const body = $("tree").tBodies[0];
	body.addEventListener("click", (event) => {
		const row = event.target.closest("tr[data-code]");
		if (!row) return;
		if (event.target.closest(".twisty") && row.hasAttribute("aria-expanded") && row.ariaLevel !== "1") toggle(row.dataset.code, event);
		else select(row.dataset.code, event);
	});
	body.addEventListener("keydown", treeKey);
	addEventListener("resize", placeUnit);
}

// --- The tree by mouse and keyboard

function select(code, event) {
	choice.unit = code;
	update(event);
}

function toggle(code, event) {
	const open = choice.open.includes(code);
	choice.open = open ? choice.open.filter((c) => c !== code) : [...choice.open, code];
	update(event);
}

function treeKey(event) {
	const row = event.target;
	if (!row.matches("tr[data-code]")) return;
	const rows = [...row.parentElement.querySelectorAll("tr[data-code]")];
	const place = rows.indexOf(row);
	const expanded = row.getAttribute("aria-expanded");
	const moves = { ArrowDown: place + 1, ArrowUp: place - 1, Home: 0, End: rows.length - 1 };
	let to;
	if (event.key in moves) {
		to = rows[moves[event.key]];
	} else if (event.key === "ArrowRight") {
		if (expanded === "false") toggle(row.dataset.code, event);
		else if (expanded === "true") to = rows[place + 1];
	} else if (event.key === "ArrowLeft") {
		if (expanded === "true" && row.ariaLevel !== "1") toggle(row.dataset.code, event);
		else to = rows.slice(0, place).findLast((r) => Number(r.ariaLevel) < Number(row.ariaLevel));
	} else if (event.key !== "Enter" && event.key !== " ") {
		return;
	}
	event.preventDefault();
	if (to) {
		select(to.dataset.code, event);
		to.focus();
	}
}

// --- Showing

// update asks the library what follows from the choice and shows it.
function update(event) {
	const began = event?.timeStamp ?? performance.now();
	const asked = performance.now();
	const sent = { ...choice, units: choice.units.map(({ name, ...set }) => set) };
	const got = JSON.parse(cascadeAnswer(JSON.stringify(sent)));
	const computed = performance.now() - asked;

	showProblems(got.problems);
	if (got.problems.length === 0) {
		showFacts(got.facts);
		showRows(got.rows);
		showSlack(got.slack);
		showRanking(got.ranking);
		showUnit(got.unit);
		showProgram(got.program, answer?.program);
		answer = got;
		choice.unit = got.unit.code;
	} else if (choice.unit === answer?.unit.code) {
		showUnit(answer.unit);
	} else if (answer) {
		showUnitOnly(choice.unit);
	}
	sync();
	showMarks();
	document.body.offsetHeight; // lays the page out, so that the time counts it
	showTime(computed, performance.now() - began);
}

function showTime(computed, total) {
	const units = answer?.facts.computed ?? 0;
	write($("time"), `${units.toLocaleString("en")} quotas: computed in ${Math.round(computed)} ms, on the page after ${Math.round(total)} ms.`);
	$("time").dataset.computed = computed;
	$("time").dataset.total = total;
}

function showFacts(facts) {
	write($("fact-target"), facts.target);
	write($("fact-handed"), facts.handed);
	write($("fact-over"), facts.over);
	write($("fact-met"), `${facts.met.toLocaleString("en")} of ${facts.peers.toLocaleString("en")}`);
}

// showProblems lists what is wrong, and repeats it at the controls.
function showProblems(problems) {
	for (const e of document.querySelectorAll(".error")) e.remove();
	for (const e of document.querySelectorAll("[aria-invalid]")) {
		e.removeAttribute("aria-invalid");
		e.removeAttribute("aria-describedby");
	}
	flagged = new Set(problems.flatMap((p) => p.codes ?? []));
	$("problems").hidden = problems.length === 0;
	$("results").classList.toggle("stale", problems.length > 0);
	$("problems").replaceChildren();
	if (problems.length === 0) return;

	const count = problems.length === 1 ? "One problem" : `${problems.length} problems`;
	$("problems").append(
		element("p", {}, element("strong", { textContent: `${count}.` }), " The figures below are those before this change."),
		element("ul", {}, ...problems.map(problemItem)));
	problems.forEach(problemAtControl);
}

function problemItem(p) {
	const item = element("li", {}, ...problemText(p));
	const control = controlOf(p.control);
	if (control) item.append(" ", element("button", { type: "button", className: "link", textContent: "Go to it", onclick: () => goTo(p.control) }));
	return item;
}

function problemText(p) {
	const parts = [];
	if (p.value) parts.push(element("strong", { textContent: p.value }), " ");
	parts.push(p.problem);
	if (p.remedy) parts.push(`: ${p.remedy}`);
	parts.push(".");
	if (p.units?.length) {
		const named = p.units.slice(0, 8).join(", ");
		parts.push(` ${named}${p.units.length > 8 ? ` and ${p.units.length - 8} more` : ""}.`);
	}
	if (p.path) parts.push(" ", element("code", { textContent: p.path }));
	return parts;
}

// controlOf finds the control of a problem. The controls of a unit are on the
// page only while the unit is chosen.
function controlOf(path) {
	const m = /^units\.(.+)\.(\w+)$/.exec(path);
	if (m) return document.querySelector(`[data-path="unit.${m[2]}"]`);
	return path && document.querySelector(`[data-path="${CSS.escape(path)}"], [data-path="${path}"]`);
}

function goTo(path) {
	const m = /^units\.(.+)\.\w+$/.exec(path);
	if (m && m[1] !== choice.unit) select(m[1]);
	const control = controlOf(path);
	const group = control.closest("details");
	if (group) group.open = true;
	control.focus();
	control.scrollIntoView({ block: "center" });
}

function problemAtControl(p, i) {
	const m = /^units\.(.+)\.\w+$/.exec(p.control);
	if (m && m[1] !== choice.unit) return;
	const control = controlOf(p.control);
	const field = control?.closest(".field");
	if (!field || field.querySelector(".error")) return; // the list above has them all
	const id = `error-${i}`;
	field.append(element("p", { className: "error", id }, ...problemText(p)));
	for (const c of field.querySelectorAll("input, select")) {
		c.setAttribute("aria-invalid", "true");
		c.setAttribute("aria-describedby", id);
	}
	const group = field.closest("details");
	if (group) group.open = true;
}

// showRows keeps the rows that stay, so that the focus stays too.
function showRows(rows) {
	const body = $("tree").tBodies[0];
	const old = new Map(Array.from(body.querySelectorAll("tr[data-code]"), (tr) => [tr.dataset.code, tr]));
	let last = null;
	for (const row of rows) {
		const tr = old.get(row.code) ?? newRow(row.code);
		old.delete(row.code);
		fillRow(tr, row);
		const next = last ? last.nextElementSibling : body.firstElementChild;
		if (tr !== next) body.insertBefore(tr, next);
		last = tr;
	}
	for (const tr of old.values()) tr.remove();
}

function newRow(code) {
	const cell = (className) => {
		const td = element("td", { className });
		td.setAttribute("role", "gridcell");
		return td;
	};
	const head = element("th", { scope: "row" }, element("div", {},
		element("span", { className: "twisty" }),
		element("span", { className: "label" }, element("span", { className: "name" }), " ", element("span", { className: "mark" }))));
	head.setAttribute("role", "rowheader");
	head.querySelector(".twisty").setAttribute("aria-hidden", "true");
	const reached = cell("number reached");
	reached.append(element("span", { className: "text" }), element("span", { className: "bar" }, element("i")));
	const tr = element("tr", {}, head, cell("number wide"), cell("number quota"), cell("number wide"), reached);
	tr.setAttribute("role", "row");
	tr.dataset.code = code;
	return tr;
}

function fillRow(tr, row) {
	names.set(row.code, row.name);
	const [head, had, quota, got, reached] = tr.cells;
	tr.ariaLevel = String(row.depth);
	tr.ariaPosInSet = String(row.place);
	tr.ariaSetSize = String(row.of);
	if (row.parent) tr.setAttribute("aria-expanded", String(row.open));
	else tr.removeAttribute("aria-expanded");
	head.className = `depth${row.depth}`;
	write(head.querySelector(".name"), row.name);
	write(head.querySelector(".mark"), row.mark);
	write(had, row.had);
	write(quota, row.quota);
	write(got, row.result);
	write(reached.querySelector(".text"), row.attained ? `${row.met ? "✓" : "✗"} ${row.attained}` : "");
	reached.classList.toggle("good", row.met);
	reached.classList.toggle("bad", row.attained !== "" && !row.met);
	reached.querySelector(".bar").hidden = row.attained === "";
	reached.querySelector("i").style.setProperty("width", `${row.bar / 2}%`);
	tr.title = row.grade && `${row.points} points, ${row.grade}`;
}

// showMarks shows which row is chosen and which are in conflict.
function showMarks() {
	for (const tr of $("tree").tBodies[0].querySelectorAll("tr[data-code]")) {
		const chosen = tr.dataset.code === choice.unit;
		tr.ariaSelected = String(chosen);
		tr.tabIndex = chosen ? 0 : -1;
		tr.classList.toggle("flagged", flagged.has(tr.dataset.code));
	}
	if (!$("tree").querySelector("tr[tabindex='0']")) $("tree").tBodies[0].rows[0].tabIndex = 0;
	placeUnit();
}

// placeUnit puts the chosen unit's reasons beside the table, or under the
// unit's row where there is no room beside it.
function placeUnit() {
	const unit = $("unit");
	const row = $("tree").querySelector("tr[aria-selected=true]");
	const inline = document.querySelector("tr.inline");
	if (wide.matches || !row) {
		if (inline) {
			document.querySelector("aside").prepend(unit);
			inline.remove();
		}
		return;
	}
	const place = inline ?? element("tr", { className: "inline" }, element("td"));
	place.cells[0].colSpan = Array.from(row.cells).filter((cell) => cell.checkVisibility()).length;
	if (inline?.previousElementSibling === row) return;
	const focus = document.activeElement;
	if (!inline) place.cells[0].append(unit);
	row.after(place);
	if (place.contains(focus)) focus.focus();
}

function showSlack(levels) {
	$("slack").tBodies[0].replaceChildren(...levels.map((l) => element("tr", {},
		element("th", { scope: "row", textContent: l.level }),
		...[l.units.toLocaleString("en"), l.figure, l.step, l.total].map((text) => element("td", { className: "number", textContent: text })))));
}

function showRanking(ranking) {
	write($("head-value"), choice.by === "points" ? "Points" : "Reached");
	for (const r of ranking.rows) names.set(r.code, r.name);
	$("ranking").tBodies[0].replaceChildren(...ranking.rows.map((r) => element("tr", {},
		element("td", { className: "number", textContent: r.rank }),
		element("th", { scope: "row" }, element("button", { type: "button", className: "link", textContent: r.name, onclick: (e) => select(r.code, e) })),
		element("td", { className: `number ${r.met ? "good" : "bad"}`, textContent: `${r.met ? "✓" : "✗"} ${r.value}` }),
		element("td", { className: "wide", textContent: r.grade }),
		element("td", { className: `number ${r.move > 0 ? "good" : r.move < 0 ? "bad" : ""}`, textContent: move(r.move) }))));
	const left = ranking.of - ranking.rows.length;
	$("more").hidden = left === 0;
	write($("more"), `Show ${left.toLocaleString("en")} more`);
}

function move(places) {
	if (places === 0) return "0";
	return places > 0 ? `▲ ${places}` : `▼ ${-places}`;
}

// showUnitOnly shows a unit that was chosen while there are problems, so that what
// is set for it can be changed.
function showUnitOnly(code) {
	const row = answer.rows.find((r) => r.code === code);
	showUnit({
		name: names.get(code), had: row?.had ?? "", quota: row?.quota ?? "", result: row?.result ?? "", attained: "",
		why: "Not known while there are problems.", canHold: row?.depth !== 1, card: null,
	});
}

function showUnit(unit) {
	write($("unit-name"), unit.name);
	write($("unit-had"), unit.had);
	write($("unit-quota"), unit.quota);
	write($("unit-got"), unit.result);
	write($("unit-reached"), unit.attained ? `${unit.met ? "✓" : "✗"} ${unit.attained} (${unit.gap})` : "");
	$("unit-reached").className = unit.met ? "good" : "bad";
	$("why").replaceChildren(...unit.why.trimEnd().split("\n").map(reason));
	$("setting").hidden = !unit.canHold;
	showCard(unit.card);
}

// reason is a line of an explanation. Its indentation says to which line it belongs.
function reason(line) {
	return element("p", { className: `in${Math.min(2, line.search(/\S/) / 2)}`, textContent: line.trim() });
}

function showCard(card) {
	if (!card) {
		$("card").replaceChildren(element("p", { textContent: "No result is known." }));
		return;
	}
	const grade = card.vetoed && card.byPoints !== card.grade ? `${card.grade}; by points alone, ${card.byPoints}` : card.grade;
	$("card").replaceChildren(
		element("p", {}, element("strong", { textContent: `${card.total} points: ` }),
			element("span", { className: card.vetoed ? "bad" : "", textContent: grade }), "."),
		element("ul", {},
			...card.lines.map((l) => element("li", { textContent: `${l.name}: ${l.points} of ${l.max}${l.bonus === "0.0" ? "" : `, bonus ${l.bonus}`}. ${l.why}` })),
			...(card.notes ?? []).map((n) => element("li", { textContent: n }))));
}

// showProgram marks the lines that the program before did not have.
function showProgram(program, before) {
	if (program === before) return;
	const known = before && new Set(before.split("\n"));
	const nodes = [];
	let plain = "";
	for (const line of program.split("\n")) {
		if (!known || known.has(line)) {
			plain += `${line}\n`;
			continue;
		}
		nodes.push(plain, element("mark", { textContent: line }));
		plain = "\n";
	}
	$("program").replaceChildren(...nodes, plain);
	const mark = $("program").querySelector("mark");
	if (mark) $("program").scrollTop = mark.offsetTop - $("program").offsetTop - 40;
}

async function copy() {
	let done = "Copied.";
	try {
		await navigator.clipboard.writeText(answer.program);
	} catch {
		getSelection().selectAllChildren($("program"));
		done = document.execCommand("copy") ? "Copied." : "Selected: copy it with Ctrl+C.";
	}
	write($("copied"), done);
	setTimeout(() => write($("copied"), ""), 4000);
}

start().catch((problem) => {
	$("loading").className = "failed";
	write($("loading"), `The library could not be started: ${problem.message}. This page needs a browser of 2023 or later.`);
	throw problem;
});
