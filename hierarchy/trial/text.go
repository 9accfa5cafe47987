package trial

import (
	"strings"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/numtext"
	"github.com/targetcascade/cascade/internal/texttable"
)

// Records returns the trial as text for encoding/csv: a head, and one record for each
// outcome. A record has the candidate, the values of its parameters as "name = value"
// joined by commas, each measure with all its digits, and the error.
func (r *Result) Records() [][]string {
	if r == nil {
		r = new(Result)
	}
	head := append([]string{"candidate", "parameters"}, r.Measures...)
	records := [][]string{append(head, "error")}
	for _, o := range r.Outcomes {
		record := []string{o.Candidate, o.parameters(plain)}
		for _, m := range o.Measures {
			record = append(record, digitsOf(m))
		}
		problem := ""
		if o.Err != nil {
			problem = o.Err.Error()
		}
		records = append(records, append(record, problem))
	}
	return records
}

// parameters prints the values of the parameters with their names.
func (o *Outcome) parameters(text func(decimal.Decimal) string) string {
	var parts []string
	for i, p := range o.frame.parameters(o.Candidate) {
		parts = append(parts, p.Name+" = "+text(o.Values[i]))
	}
	return strings.Join(parts, ", ")
}

func (f *frame) parameters(candidate string) []Parameter {
	if f == nil {
		return nil
	}
	for _, c := range f.spec.Candidates {
		if c.Name == candidate {
			return c.Parameters
		}
	}
	return nil
}

func digitsOf(x decimal.NullDecimal) string {
	if !x.Valid {
		return ""
	}
	return plain(x.Decimal)
}

// plain prints a decimal with the places that it has.
func plain(x decimal.Decimal) string { return x.StringFixed(max(0, -x.Exponent())) }

// String prints the trial as a table, with measures to four significant digits,
// commas between thousands, and "no answer" for rules that have none.
func (r *Result) String() string {
	if r == nil {
		r = new(Result)
	}
	records := r.Records()
	var rows texttable.Table
	for i, record := range records {
		row := record[:len(record)-1]
		if i > 0 {
			o := r.Outcomes[i-1]
			row[1] = o.parameters(numtext.Figure)
			for k, m := range o.Measures {
				row[2+k] = short(m)
			}
			if o.Err != nil {
				row = append(row[:2:2], "no answer")
			}
		}
		rows = append(rows, row)
	}
	return rows.Layout("ll" + strings.Repeat("r", max(1, len(r.Measures))))
}

// short prints a measure to four significant digits; whole numbers whole.
func short(x decimal.NullDecimal) string {
	if !x.Valid {
		return "–"
	}
	if x.Decimal.IsInteger() {
		return numtext.Fixed(x.Decimal, 0)
	}
	digits := x.Decimal.NumDigits() + int(x.Decimal.Exponent()) // before the point
	return numtext.Fixed(x.Decimal, max(0, int32(4-digits)))
}
