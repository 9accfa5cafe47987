"use strict";
for (const head of document.querySelectorAll("table.sortable thead")) {
	head.addEventListener("click", (event) => {
		const button = event.target.closest("button");
		if (!button) return;
		const th = button.closest("th");
		const down = th.getAttribute("aria-sort") === "ascending";
		for (const other of head.querySelectorAll("[aria-sort]")) other.removeAttribute("aria-sort");
		th.setAttribute("aria-sort", down ? "descending" : "ascending");
		const body = head.parentElement.tBodies[0];
		const key = (row) => {
			const cell = row.cells[th.cellIndex];
			return "v" in cell.dataset ? Number(cell.dataset.v) : cell.textContent.trim();
		};
		const rows = Array.from(body.rows, (row) => ({ row, key: key(row) }));
		rows.sort((a, b) => (down ? -1 : 1) * (typeof a.key === "number" ? a.key - b.key : a.key.localeCompare(b.key)));
		body.append(...rows.map((entry) => entry.row));
	});
}
