-- Figures are decimals and kept as TEXT, digit by digit: REAL would round them.
CREATE TABLE units (
	code   TEXT PRIMARY KEY,
	name   TEXT NOT NULL,
	level  TEXT NOT NULL,
	parent TEXT REFERENCES units, -- NULL for the root
	role   TEXT NOT NULL
) STRICT;

CREATE TABLE figures (
	indicator TEXT NOT NULL,
	unit      TEXT NOT NULL REFERENCES units,
	period    TEXT NOT NULL,
	value     TEXT NOT NULL,
	PRIMARY KEY (indicator, unit, period)
) STRICT;

CREATE TABLE targets (
	code       TEXT PRIMARY KEY,
	definition TEXT NOT NULL -- a target.Target as JSON
) STRICT;

CREATE TABLE quotas (
	target TEXT NOT NULL REFERENCES targets,
	unit   TEXT NOT NULL REFERENCES units,
	value  TEXT NOT NULL,
	PRIMARY KEY (target, unit)
) STRICT;
