package trial

import (
	"strings"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/internal/numtext"
	"github.com/targetcascade/cascade/internal/texttable"
)

// String prints the candidates side by side: parameters, distance, how many units
// are explained, how many no parameters explain, and the values of each parameter
// that are about as good. The last line is [Caveat].
func (f *Fits) String() string {
	if f == nil {
		f = new(Fits)
	}
	rows := texttable.Table{{"candidate", "parameters", f.distance.String(), "explained", "never", "about as good"}}
	for _, x := range f.Fits {
		if x.Err != nil {
			rows = append(rows, []string{x.Candidate, "no answer"})
			continue
		}
		explained, never := x.counts()
		rows = append(rows, []string{
			x.Candidate, x.valuesText(), short(decimal.NewNullDecimal(x.Distance)),
			numtext.Count(explained) + " of " + numtext.Count(len(x.Rows)), numtext.Count(never), x.nearText(),
		})
	}
	return rows.Layout("llrrrl") + Caveat + "\n"
}

// counts returns how many units are explained, and how many no parameters explain.
func (f *Fitted) counts() (explained, never int) {
	for _, r := range f.Rows {
		if r.Explained {
			explained++
		}
		if r.Never {
			never++
		}
	}
	return explained, never
}

func (f *Fitted) valuesText() string {
	var parts []string
	for k, p := range f.parameters {
		text := p.Name + " = " + numtext.Figure(f.Values[k].Normalize())
		if !f.Exact[k] {
			text += " (by grids)"
		}
		parts = append(parts, text)
	}
	return strings.Join(parts, ", ")
}

func (f *Fitted) nearText() string {
	var parts []string
	for k, p := range f.parameters {
		var ranges []string
		for _, r := range f.Near[k] {
			text := numtext.Figure(r.From.Normalize())
			if !r.From.Equal(r.To) {
				text += "…" + numtext.Figure(r.To.Normalize())
			}
			ranges = append(ranges, text)
		}
		parts = append(parts, p.Name+" "+strings.Join(ranges, ", "))
	}
	return strings.Join(parts, "; ")
}
