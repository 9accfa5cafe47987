package model

import (
	_ "embed"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/target"
)

// The program of the page is this text, with Go code in place of each word that
// begins with a dollar sign. It has the model's own functions for its figures.
var (
	//go:embed program.txt
	programText string

	//go:embed figures.go
	figuresCode string

	//go:embed bounds.go
	boundsCode string
)

// kinds are the names in Go of the kinds that the indicators of data sets have.
var kinds = map[target.Kind]string{target.Stock: "Stock", target.Ratio: "Ratio"}

// program writes the Go program that does what the choice does.
func (s *state) program() string {
	d := s.set
	rules := s.rulesCode()
	used := map[string]bool{}
	for key := range d.columns {
		used[key] = key == d.got || strings.Contains(rules, key)
	}

	table, helpers := "figures", []string{body(figuresCode)}
	if strings.Contains(rules, "bounds(") {
		helpers = append(helpers, body(boundsCode))
	}
	if d.generator != "" {
		table, helpers = "inventedUnits()", append(helpers, body(d.generator))
	}
	helpers = append(helpers, constant("book", "is the scoring book", string(bookText(s.choice.Veto))))
	if d.generator == "" {
		helpers = append(helpers, constant("figures", "has a line for each unit", columnsOf(d.table, used)))
	}

	ranked := "Value: assessment.Attainment.Decimal, Missing: !assessment.Attainment.Valid"
	if s.choice.By == byPoints {
		ranked = "Value: card.Total"
	}
	division := ""
	if strings.Contains(rules, "apportion.") {
		division = "\t\"github.com/targetcascade/cascade/hierarchy/apportion\"\n"
	}
	return strings.NewReplacer(
		"$apportion", division, "$levels", stringsCode(d.tree.Levels()), "$table", table, "$columns",
		s.columnsCode(used),
		"$indicator", s.indicatorCode(), "$root", strconv.Quote(root), "$year", strconv.Itoa(d.year),
		"$value", plain(s.target.Value), "$rules", rules, "$unit", strconv.Quote(s.unit()), "$got", d.got,
		"$peers", strconv.Quote(s.choice.Peers), "$ranked", ranked, "$by", strconv.Quote(s.choice.By),
		"$helpers", strings.Join(helpers, "\n\n"),
	).Replace(programText)
}

// columnsCode names the columns that the program reads.
func (s *state) columnsCode(used map[string]bool) string {
	var code statements
	for _, key := range slices.Sorted(maps.Keys(s.set.columns)) {
		if !used[key] {
			continue
		}
		named := ""
		if name := s.set.columns[key].Name(); name != "" {
			named = fmt.Sprintf(".Named(%q)", name)
		}
		code.add("%s := columns[%q]%s", key, key, named)
	}
	return code.text()
}

func (s *state) indicatorCode() string {
	i := s.set.indicator
	code := fmt.Sprintf("Code: %q, Name: %q, Measure: %q,\n", i.Code, i.Name, i.Measure)
	code += fmt.Sprintf("\t\tKind: target.%s, Better: target.Higher,", kinds[i.Kind])
	if places, stated := i.Places.Get(); stated {
		code += fmt.Sprintf(" Per: number(%q), Places: target.Places(%d),", plain(i.Per), places)
	}
	return code
}

// rulesCode makes the options of the cascade.
func (s *state) rulesCode() string {
	var code statements
	var levels []string
	code.add("// How each level gets its quotas.")
	for _, level := range s.set.Levels {
		in, out := s.choice.Levels[level.Key], s.options.Levels[level.Key]
		m, _ := findMethod(s.set.law(), in.Method)
		code.add("%s := hierarchy.Rule{Method: %s}", level.Key, m.source(in))
		if out.Stretch.Valid {
			code.add("%s.Stretch = decimal.NewNullDecimal(number(%q))", level.Key, plain(out.Stretch.Decimal))
		}
		if out.Reserve.Valid {
			code.add("%s.Reserve = decimal.NewNullDecimal(number(%q))", level.Key, plain(out.Reserve.Decimal))
		}
		if r, found := findRounding(in.Rounding); found && s.set.law() == target.Sum && r != roundings[0] {
			code.add("%s.Rounding = %s", level.Key, r.code)
		}
		minima := s.own(level.Key, func(set Setting) string { return set.Min })
		maxima := s.own(level.Key, func(set Setting) string { return set.Max })
		code.bound(level.Key+".Min", s.set.has, in.AtLeast, minima)
		code.bound(level.Key+".Max", s.set.has, in.AtMost, maxima)
		levels = append(levels, fmt.Sprintf("%q: %s", level.Key, level.Key))
	}

	code.add("options := hierarchy.Options{Levels: map[string]hierarchy.Rule{%s}}", strings.Join(levels, ", "))
	if s.set.basis != "" {
		code.add("options.Basis = %s", s.set.basis)
	}
	if s.set.depth != "" {
		code.add("options.LastLevel = %q", s.set.depth)
	}
	for _, h := range s.options.Holds {
		hold := fmt.Sprintf("Unit: %q, Value: number(%q), By: %q, Reason: %q", h.Unit, plain(h.Value), h.By, h.Reason)
		code.add("options.Holds = append(options.Holds, hierarchy.Hold{\n\t\t%s,\n\t})", hold)
	}
	return code.text()
}

// statements are a part of the program.
type statements []string

func (l *statements) add(format string, values ...any) {
	*l = append(*l, fmt.Sprintf(format, values...))
}

func (l *statements) text() string { return "\t" + strings.Join(*l, "\n\t") + "\n" }

// own is a map of the bounds of a level's single units, or nil.
func (s *state) own(level string, bound func(Setting) string) string {
	var pairs []string
	for _, set := range s.choice.Units {
		unit, _ := s.set.tree.Unit(set.Unit)
		d, err := parse(bound(set))
		if err == nil && d.Valid && unit.Level == level {
			pairs = append(pairs, fmt.Sprintf("%q: number(%q)", set.Unit, plain(d.Decimal)))
		}
	}
	if pairs == nil {
		return "nil"
	}
	return "map[string]decimal.Decimal{" + strings.Join(pairs, ", ") + "}"
}

// bound sets the bounds of a rule, if there are any.
func (l *statements) bound(field, column, times, own string) {
	multiple, _ := parse(times)
	if !multiple.Valid && own == "nil" {
		return
	}
	factor := "decimal.NullDecimal{}"
	if multiple.Valid {
		factor = fmt.Sprintf("decimal.NewNullDecimal(number(%q))", plain(multiple.Decimal))
	}
	l.add("%s, err = bounds(tree, %s, %s, %s)\n\tif err != nil {\n\t\treturn err\n\t}", field, column, factor, own)
}

// constant is the code of a text that is told by a comment.
func constant(name, comment, text string) string {
	return "// " + name + " " + comment + ".\nconst " + name + " = `" + text + "`"
}

func stringsCode(texts []string) string { return fmt.Sprintf("%#v", texts) }

// plain writes a number with as many decimals as it has.
func plain(d decimal.Decimal) string { return d.StringFixed(max(0, -d.Exponent())) }

// body is Go source without its package clause and imports.
func body(file string) string {
	_, rest, _ := strings.Cut(file, "\n)\n")
	return strings.TrimSpace(rest)
}

// columnsOf is a table in CSV with those of its columns of figures that are
// used. No field of the tables has a comma in it.
func columnsOf(table string, used map[string]bool) string {
	heads, _, _ := strings.Cut(table, "\n")
	keep := func(at int, head string) bool { return at < 5 || used[head] }

	var out strings.Builder
	for line := range strings.Lines(table) {
		var fields []string
		for at, head := range strings.Split(heads, ",") {
			if keep(at, head) {
				fields = append(fields, strings.Split(strings.TrimSpace(line), ",")[at])
			}
		}
		out.WriteString(strings.Join(fields, ",") + "\n")
	}
	return out.String()
}
