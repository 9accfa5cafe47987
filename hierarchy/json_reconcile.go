package hierarchy

import (
	"cmp"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/target"
)

// reconciledWire is what a plan of Reconcile was made from.
type reconciledWire struct {
	Proposals []proposalWire `strict:"required"`
	Min, Max  *columnRef
	Basis     *columnRef
	Holds     []Hold
	LastLevel string
	Target    *firmnessWire       // of the target's value, if it can move
	Value     decimal.NullDecimal // of the target, before it moved
}

type proposalWire struct {
	By       string
	Figures  columnRef `strict:"required"`
	Firmness firmnessWire
}

type firmnessWire struct {
	Rule   FirmnessRule
	Of     *columnRef
	Factor decimal.NullDecimal
}

// reconciled returns what is written of a plan of Reconcile.
func (w *jsonWriter) reconciled(r *reconciled) *reconciledWire {
	o := r.options
	out := &reconciledWire{
		Min: w.some(o.Min), Max: w.some(o.Max), Basis: w.some(o.Basis),
		Holds: sortedHolds(o.Holds), LastLevel: o.LastLevel,
	}
	for _, p := range r.proposals {
		out.Proposals = append(out.Proposals, proposalWire{p.By, w.ref(p.Figures), w.firmness(p.Firmness)})
	}
	if o.Target != nil {
		out.Target, out.Value = new(w.firmness(*o.Target)), decimal.NewNullDecimal(r.value)
	}
	return out
}

func (w *jsonWriter) firmness(f Firmness) firmnessWire {
	return firmnessWire{Rule: f.Rule, Of: w.some(f.Of), Factor: f.Factor}
}

// sortedHolds returns holds in the order of their units.
func sortedHolds(holds []Hold) []Hold {
	out := slices.Clone(holds)
	slices.SortFunc(out, func(x, y Hold) int { return cmp.Or(cmp.Compare(x.Unit, y.Unit), x.compare(y)) })
	return out
}

// reconciled reads what a plan of Reconcile was made from.
func (r *jsonReader) reconciled(at target.Place, wire reconciledWire) ([]Proposal, ReconcileOptions) {
	o := ReconcileOptions{
		Min: r.some(at.Field("min"), wire.Min), Max: r.some(at.Field("max"), wire.Max),
		Basis: r.some(at.Field("basis"), wire.Basis), Holds: wire.Holds, LastLevel: wire.LastLevel,
	}
	if wire.Target != nil {
		o.Target = new(r.firmness(at.Field("target"), *wire.Target))
	}
	if wire.Value.Valid != (wire.Target != nil) {
		at.Field("value").Report(
			nil, target.ErrInvalid,
			"give both the target's value before it moved and the firmness of the target, or neither",
		)
	}

	var proposals []Proposal
	for i, p := range wire.Proposals {
		place := at.Field("proposals").Index(i)
		proposals = append(proposals, Proposal{
			By: p.By, Figures: r.column(place.Field("figures"), p.Figures),
			Firmness: r.firmness(place.Field("firmness"), p.Firmness),
		})
	}
	return proposals, o
}

func (r *jsonReader) firmness(at target.Place, wire firmnessWire) Firmness {
	return Firmness{Rule: wire.Rule, Of: r.some(at.Field("of"), wire.Of), Factor: wire.Factor}
}

// some reads a reference to a column that may not be given.
func (r *jsonReader) some(at target.Place, ref *columnRef) Column {
	if ref == nil {
		return Column{}
	}
	return r.column(at, *ref)
}

// reconcile makes the plan of Reconcile again.
func (r *planReader) reconcile(at target.Place, wire planWire, tree *Tree, before *Plan) *Plan {
	place := at.Field("reconciled")
	read := jsonReader{inputs: r.inputs, tree: tree}
	proposals, o := read.reconciled(read.problems.At("reconciled"), *wire.Reconciled)
	at.Add(read.problems.Err())
	if wire.Options != nil {
		place.Report(nil, target.ErrInvalid, "a reconciled plan has no options of a cascade: leave options out")
	}
	if before != nil && (before.nearest == nil || before.tree != tree || before.target.Unit != wire.Target.Unit) {
		at.Field("revises").Report(
			nil, target.ErrMismatch, "a reconciled plan revises a reconciled plan of the same unit",
		)
	}
	if r.problems.Len() > 0 {
		return nil
	}

	t := wire.Target
	if wire.Reconciled.Value.Valid {
		t.Value = wire.Reconciled.Value.Decimal
	}
	p, err := reconcile(tree, t, proposals, o, before)
	if !at.Add(err) {
		return nil
	}
	if !p.target.Value.Equal(wire.Target.Value) {
		at.Field("target").Field("value").Report(wire.Target.Value, target.ErrMismatch,
			"the proposals give "+plain(p.target.Value))
	}
	p.before = before
	r.taken(at.Field("takenOver"), wire.TakenOver, p)
	r.compare(at, wire, p)
	return p
}
