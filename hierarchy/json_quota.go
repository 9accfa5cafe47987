package hierarchy

import (
	"bytes"
	"cmp"
	"maps"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy/apportion"
	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/internal/strictjson"
	"github.com/targetcascade/cascade/target"
)

// quotaReader compares the quotas of a document with those of a plan.
type quotaReader struct {
	plan     *Plan
	problems *target.Problems
	at       target.Place
	seen     []bool
}

// quotaWire is a quota of a document.
type quotaWire struct {
	Unit  string          `strict:"required"`
	Value decimal.Decimal `strict:"required"`
	Upper decimal.NullDecimal

	DecidedBy apportion.DecidedBy
	Line      int
}

func (r *quotaReader) read(raw []byte) {
	if raw[0] != '[' {
		r.at.Report(nil, target.ErrInvalid, "write an array")
		return
	}
	var text []byte
	expected := slices.Collect(r.plan.places())
	for i, element := range strictjson.Elements(raw) {
		// Most documents are as they were written: then nothing has to be read.
		if i < len(expected) {
			text = r.plan.appendQuota(text[:0], expected[i], false)
			if bytes.Equal(text, element) {
				r.seen[expected[i]] = true
				continue
			}
		}
		if !r.problems.Full() {
			r.one(r.at.Index(i), element)
		}
	}
	for _, at := range expected {
		if !r.seen[at] {
			r.at.Key(r.plan.tree.units[at].Code).Report(nil, target.ErrMissing,
				"the rules give "+fixed.Plain(r.plan.value(r.plan.lower, at)))
		}
	}
}

// one reads a quota that does not stand where the plan has it.
func (r *quotaReader) one(place target.Place, element []byte) {
	var q quotaWire
	if !place.Add(strictjson.Unmarshal(element, &q)) {
		return
	}
	at, ok := r.plan.at(q.Unit)
	switch {
	case !ok:
		place.Field("unit").Report(q.Unit, target.ErrUnknown, "the rules give this unit no quota")
		return
	case r.seen[at]:
		place.Field("unit").Duplicate(q.Unit)
		return
	}
	r.seen[at] = true

	p := r.plan
	place = r.at.Key(q.Unit)
	want := p.quota(at)
	if !q.Value.Equal(want.Value) {
		place.Field("value").Report(q.Value, target.ErrMismatch, "the rules give "+fixed.Plain(want.Value))
	}
	if q.Upper.Valid != want.Upper.Valid || !q.Upper.Decimal.Equal(want.Upper.Decimal) {
		place.Field("upper").Report(q.Upper, target.ErrMismatch, "the rules give "+nullText(want.Upper))
	}
	if q.DecidedBy != want.DecidedBy {
		place.Field("decidedBy").Report(q.DecidedBy, target.ErrMismatch, "the rules give "+want.DecidedBy.String())
	}
	if q.Line != want.Line {
		place.Field("line").Report(q.Line, target.ErrMismatch, "another line gives the strictest quota")
	}
}

func nullText(d decimal.NullDecimal) string {
	if !d.Valid {
		return "none"
	}
	return fixed.Plain(d.Decimal)
}

func sortedKeys[K cmp.Ordered, V any](m map[K]V) []K { return slices.Sorted(maps.Keys(m)) }
